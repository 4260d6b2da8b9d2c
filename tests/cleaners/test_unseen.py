"""Bodies that scripts would put on the page: found in data of unknown form, in templates, in `<noscript>`."""

import json
import time

import pytest

from cleaners import Cleaned, Cleaner, Page
from cleaners.unseen.passages import passages

TITLE = "Ferry returns to the harbour after eleven weeks"
BODY = (
    "The ferry came back to the harbour on Tuesday morning, eleven weeks after it had left for repairs in the north.",
    "Nobody on the pier had expected it before the weekend, and the band had to be called out of the school at once.",
    "The harbour master said that the crew had done most of the work at sea, with parts that were brought by boat.",
    "From Monday the ferry will sail again every second hour, and tickets will cost what they cost before the storm.",
    "The town council wants to talk in January about a second ship, which would be paid for by the three islands.",
)
TEXT = "\n\n".join(BODY)
OTHERS = [{"url": f"/{n}", "headline": f"Other {n}", "teaser": text} for n, text in enumerate(BODY * 3)]


def clean(scripts: str, shown: str = "<div id=root></div>", title: str = TITLE) -> Cleaned:
    html = f"<html><head><title>{title}</title></head><body>{shown}{scripts}</body></html>"
    return Cleaner()(Page.parse(html, url="https://harbour-post.example/ferry-returns-after-eleven-weeks"))


def flight(*rows: str) -> str:
    pieces = "".join(rows)
    half = len(pieces) // 2
    return "".join(
        f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in (pieces[:half], pieces[half:])
    )


def react(text: str) -> list[object]:
    return ["$", "p", None, {"className": "body", "children": [text[:40], ["$", "b", None, {"children": text[40:]}]]}]


NEXT = {
    "props": {"pageProps": {"related": OTHERS, "article": {"body": [{"type": "p", "text": text} for text in BODY]}}}
}
HTML = "".join(f"<p>{text}</p>" for text in BODY)
PAGES = {
    "next": f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(NEXT)}</script>',
    "assigned": f"<script>window.__STATE__ = {json.dumps({'story': {'html': HTML}, 'more': OTHERS})};</script>",
    "parsed": f"<script>window.__STATE__=JSON.parse({json.dumps(json.dumps({'content': HTML}))})</script>",
    "flight": flight('1:["a"]\n', f'2:["$","main",null,{{"children":{json.dumps([react(text) for text in BODY])}}}]\n'),
    "flight text": flight('1:["a"]\n', f"2:T{len(HTML):x},{HTML}", '3:["b"]\n'),
    "nuxt": f'<script id="__NUXT_DATA__" type="application/json">{json.dumps([{"a": 1}, "x", *BODY, 3])}</script>',
    "nuxt function": f"<script>window.__NUXT__=(function(a,b){{return {{a:a}}}}({json.dumps(HTML)},1))</script>",
    "noscript": f"<noscript><article>{HTML}</article></noscript>",
    "template": f"<template><div>{HTML}</div></template>",
    "template script": f"<script type='text/template'>{HTML}</script>",
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_body_is_found_and_told(kind: str) -> None:
    cleaned = clean(PAGES[kind])

    assert cleaned.article.text == TEXT
    assert {(judged.step, judged.reason) for judged in cleaned.kept} == {
        ("hidden_body", "in the page's scripts or templates, not shown on the page")
    }


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_taken_where_the_page_shows_a_body_or_speaks_of_something_else(kind: str) -> None:
    shown = "".join(f"<p>{text.replace('ferry', 'train')}</p>" for text in BODY)

    assert clean(PAGES[kind], shown).article.text == TEXT.replace("ferry", "train")
    assert clean(PAGES[kind], title="Parliament votes on pensions").article.text == ""


def test_subheadings_of_a_list_are_kept_and_teasers_are_not() -> None:
    blocks = [{"type": "p", "text": text} for text in BODY]
    blocks.insert(2, {"type": "h2", "text": "Back from the north"})

    assert [html for html in passages({"more": OTHERS, "blocks": blocks}) if "<h3>Back from the north</h3>" in html]
    assert list(passages(OTHERS)) == []


@pytest.mark.parametrize(
    "data",
    [
        "[" * 200_000,
        '{"a":' * 200_000,
        json.dumps([[[["x" * 50] * 3] * 30] * 30] * 30),
        '"' + "\\" * 300_000,
        "{{{;" * 99_999,
    ],
    ids=["lists", "objects", "wide", "backslashes", "code"],
)
def test_hostile_data_costs_little(data: str) -> None:
    start = time.process_time()

    assert clean(f"<script>window.a = {data}</script>").article.text == ""
    assert time.process_time() - start < 8
