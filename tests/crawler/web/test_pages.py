import csv
import json
import re

import pytest

MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"'


def ids(page):
    return re.findall(r'href="/article/(\d+)"', page)


def test_an_empty_store_says_what_to_do(client):
    assert "wirebrush crawl" in client.get("/").text


def test_the_overview_shows_articles_a_day_and_broken_sites_first(web, client):
    web.add("a")
    web.crawled(verdict="none of 40 pages gave an article")
    page = client.get("/").text
    assert "1 of 1 sites need attention" in page
    assert "none of 40 pages gave an article" in page
    assert "2026-01-05: 1 from daily.example" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lighthouse", 2),
        ('"hundred and nine steps"', 1),
        ('"nine hundred steps"', 0),
        ("title:lighthouse", 1),
        ("text:lighthouse", 2),
        ("lighthouse -keeper", 1),
        ("lightho*", 2),
        ("lighthouse OR nothing", 0),
        ('keeper" NEAR(', 0),
        ("LIGHTHOUSE", 2),
    ],
)
def test_search_finds_words_phrases_and_fields(web, client, query, found):
    web.add("a")
    web.add("b", text="Another lighthouse was sold.", title="For sale")
    for order in ("newest", "best", "oldest"):
        assert len(ids(client.get("/articles", params={"q": query, "order": order}).text)) == found


@pytest.mark.parametrize(
    "query", ["-keeper", '""', "***", "a:b", "\x00", '"', "title:", "-", "NOT", "^x", "{}", "é" * 600]
)
def test_no_query_is_a_fault(web, client, query):
    web.add("a")
    assert client.get("/articles", params={"q": query}).status_code == 200


def test_what_was_found_is_marked(web, client):
    web.add("a")
    page = client.get("/articles", params={"q": "matches"}).text
    assert "box of <mark>matches</mark> that" in page


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"host": "daily.example"}, 2),
        ({"host": "other.example"}, 1),
        ({"section": "Sport"}, 1),
        ({"language": "de"}, 0),
        ({"since": "2026-01-06"}, 1),
        ({"until": "2026-01-05"}, 2),
        ({"since": "nonsense"}, 3),
        ({"q": "words", "host": "other.example"}, 1),
    ],
)
def test_filters_narrow_the_list(web, client, filters, found):
    web.add("a", text="First words.", section="Sport")
    web.add("b", text="Second words.", day=7)
    web.add("c", text="Third words.", host="other.example")
    assert len(ids(client.get("/articles", params=filters).text)) == found


@pytest.mark.parametrize("order", ["newest", "oldest", "best"])
def test_paging_shows_every_article_once(web, client, order):
    for number in range(120):
        web.add(f"a{number}", text=f"Word number {number}.", day=1 + number % 3)
    seen, address = [], f"/articles?q=word&order={order}"
    while address:
        page = client.get(address).text
        seen += ids(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 120


def test_duplicates_are_folded_and_named(web, client):
    web.add("a")
    web.add("b", host="mirror.example")
    page = client.get("/articles").text
    assert len(ids(page)) == 1
    assert "1 duplicate" in page
    assert len(ids(client.get("/articles?repeats=yes").text)) == 2
    assert "mirror.example" in client.get("/article/1").text


def test_what_is_listed_can_be_saved(web, client):
    web.add("a", text="First words.")
    web.add("b", text="Second things.")
    (record,) = map(json.loads, client.get("/articles.jsonl?q=words").text.splitlines())
    assert record["text"] == "First words."
    rows = list(csv.DictReader(client.get("/articles.csv").text.splitlines()))
    assert {row["url"] for row in rows} == {"https://daily.example/a", "https://daily.example/b"}
    assert client.get("/articles.exe").status_code == 404


def test_changes_are_shown_word_by_word(web, client):
    web.add("a", text="The lamp cost four million.\n\nNobody was surprised by that at all.")
    web.add("a", text="The lamp cost five million.\n\nNobody was surprised by that at all.\n\nIt works.")
    page = client.get("/article/1?view=changes").text
    assert "cost<del> four</del><ins> five</ins> million." in page
    assert "<ins>It works.</ins>" in page


def test_the_original_is_shown_without_its_scripts(web, client):
    web.add("a")
    web.keep_page("a")
    assert 'sandbox=""' in client.get("/article/1?view=original").text
    answer = client.get("/article/1/original")
    assert "The lighthouse is lit" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy


def test_what_was_removed_is_shown_with_its_reason(web, client):
    web.add("a")
    web.keep_page("a")
    page = client.get("/article/1?view=removed").text
    assert re.search(r"Copyright Daily.*?<b>Removed</b> by \w+: ", page, re.DOTALL)


def test_a_page_that_is_not_archived_is_said_to_be_missing(web, client):
    web.add("a")
    assert "holds no page of this address" in client.get("/article/1?view=removed").text
    assert client.get("/article/1/original").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/article/99", "/article/99999999999999999999", "/site/nobody.example", "/nothing", "/article/1/original"],
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_site_shows_its_runs(web, client):
    web.crawled(verdict="the layout may have changed")
    page = client.get("/site/daily.example").text
    assert "2 empty: no text" in page
    assert "the layout may have changed" in page


def test_nothing_that_was_stored_becomes_markup(web, client):
    web.add(
        "a",
        text=f"{MARKUP} paragraph one.\n\nAnd more.",
        title=MARKUP,
        section=MARKUP,
        authors=(MARKUP,),
        tags=(MARKUP,),
    )
    web.add("a", text=f"{MARKUP} changed.", title=MARKUP, description=MARKUP, image="javascript:alert(1)")
    web.crawled(verdict=MARKUP)
    addresses = ("/", "/articles", "/articles?q=paragraph", "/articles?q=changed", "/sites", "/site/daily.example")
    views = ("/article/1", "/article/1?view=changes", "/article/1?view=original")
    for address in (*addresses, *views, f"/articles?q={MARKUP}", f"/articles?host={MARKUP}", f"/try?url={MARKUP}"):
        page = client.get(address).text
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
