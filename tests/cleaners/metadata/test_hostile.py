"""Pages made to break a reader: each must end, and give strings that can be stored."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Page
from cleaners.metadata import read

RUNS = {
    "letters": "a", "spaces": " ", "backslashes": "\\", "ampersands": "&amp;", "commas": ", ", "words": "by ",
    "digits": "1",
    "years": "2020-", "pipes": " | ", "brackets": "(", "addresses": "x@", "accents": "e\u0301", "colons": "://",
    "dots": "a.", "characters": "記者", "directions": "\u202e",
}  # fmt: skip
PLACES = {
    "title": "<title>{}</title>",
    "headings": "<title>A ferry is back</title><h1>{}</h1>",
    "social title": '<meta property="og:title" content="{}">',
    "author": '<meta name="author" content="{}">',
    "byline": '<h1>A ferry is back</h1><p class="byline">{}</p>',
    "link": '<a rel="tag author" href="{}">{}</a>',
    "time": '<time datetime="{}">{}</time>',
    "date": '<meta property="article:published_time" content="{}">',
    "class": '<div class="{}"><h1 class="{}">A ferry</h1><span class="author {}">x</span></div>',
    "canonical": '<link rel="canonical" href="{}">',
    "language": '<html lang="{}">',
    "keywords": '<meta name="keywords" content="{}">',
    "script": '<script type="application/ld+json">{}</script>',
    "statement": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"{}","author":"{}",'
    '"keywords":"{}","datePublished":"{}","description":"{}"}</script>',
}


def record_of(html: str) -> dict[str, object]:
    """The record as JSON; every string in it must survive being written as UTF-8."""
    record = read(Page.parse(html + "<p>words</p>", url="https://x.example/a/b")).as_record()
    json.dumps(record, ensure_ascii=False).encode("utf-8")
    return record


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("run", RUNS)
def test_long_runs_are_dropped_not_stored(place: str, run: str) -> None:
    text = RUNS[run] * (300_000 // len(RUNS[run]))
    record = record_of(PLACES[place].replace("{}", text))
    assert len(json.dumps(record)) < 20_000


@pytest.mark.parametrize(
    "html",
    [
        "<title>A b c</title>" + "<div class=author>" * 5_000 + "x",
        "<h1>" * 5_000 + "x",
        "<time>" * 5_000,
        "<h1>A b</h1>" + "<p class=author>x 2020</p>" * 20_000,
        "<a rel=tag href=x>t</a>" * 20_000,
        "<meta name=author content=x><meta property='og:title' content='a b c d'>" * 10_000,
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a b c}</script>' * 3_000,
        "<script>" + '"date":"' * 100_000 + "</script>",
    ],
)
def test_many_and_deep_elements_end(html: str) -> None:
    assert record_of(html)["published"] is None


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    script = (
        r'{"@type": "NewsArticle", "headline": "A \ud800 ferry \u0000 \u202e is \u0007 back", "author": "Ada\udfff L."}'
    )
    record = record_of(f'<script type="application/ld+json">{script}</script>')
    assert record["title"] == "A ferry is back"
    assert record["authors"] == ["Ada L"]


def test_deep_json_is_passed_over_not_followed() -> None:
    deep = "[" * (sys.getrecursionlimit() * 5)
    record = record_of(f'<title>A ferry is back</title><script type="application/ld+json">{deep}</script>')
    assert record["title"] == "A ferry is back"


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_any_text_in_any_place_gives_a_record(one: str, two: str, three: str) -> None:
    record_of(
        f"<html lang='{three}'><title>{one}</title><meta property='og:title' content='{two}'>"
        f"<meta name=author content='{three}'><time datetime='{two}'>{one}</time><h1>{two}</h1>"
        f"<p class='byline'>{one}</p><base href='{three}'>"
        f"<link rel=canonical href='{one}'><script type='application/ld+json'>{two}</script>"
    )


def test_addresses_lose_their_credentials():
    head = (
        '<base href="http://me:SECRET@a.example/"><link rel=canonical href=/x><meta property="og:image" content=i.jpg>'
    )
    article = read(Page.parse(f"<html><head>{head}</head><body><p>x</p></body></html>", url="http://a.example/x"))
    assert article.canonical_url == "http://a.example/x"
    assert "SECRET" not in str(article)
