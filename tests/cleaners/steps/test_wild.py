"""Whatever the page is, a step names blocks that are there, and gives a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import Article, CleanOptions, Page, SiteProfile
from cleaners.context import Context
from cleaners.flat import read
from cleaners.phrases import phrases
from cleaners.steps import DEFAULT_STEPS
from cleaners.verdicts import Verdicts

RULES = tuple((name, step) for name, step in DEFAULT_STEPS if name != "main_content")
PIECES = st.sampled_from(
    "By Ada Stone|Photo: dpa|Related|12 Comments|Read more|3 May 2024|(c)|\n|A long line that ends. |<p>|<h1>|<li>"
    "|</div>|<a href='/x'>|</a>|<figcaption>|<div class='social-share'>".split("|")
)
WILD = st.lists(PIECES | st.text(max_size=40), max_size=40).map(" ".join)
PROFILE = SiteProfile(
    host="",
    pages=3,
    lines={"": {"Related": 3}},
    edges={"html > body": {"Read more": 3}},
    chrome_paths={"html > body": 3},
)


@settings(max_examples=60, deadline=None)
@given(WILD, st.booleans(), st.text(max_size=30))
def test_every_finding_is_about_a_block_of_the_page(source, flat, title):
    page = Page.from_text(source) if flat else Page.parse(f"<html><body><div>{source}</div></body></html>")
    context = Context(meta=Article(title=title, authors=(title,)), options=CleanOptions(), profile=PROFILE)
    verdicts = Verdicts(len(page.blocks))
    for name, step in RULES:
        found = list(step(page, verdicts, context))
        assert all(0 <= each.block < len(page.blocks) and each.reason for each in found)
        verdicts.apply(name, found)


@settings(max_examples=60, deadline=None)
@given(WILD)
def test_any_text_page_has_a_record(source):
    article = read(Page.from_text(source, url="https://valley.example/a-b-c"))

    assert article.title is None or article.title.strip()


@given(st.text())
@pytest.mark.parametrize("kind", ["prompts", "end", "credits", "no_article"])
def test_any_line_has_a_sort_or_none(kind, line):
    assert isinstance(phrases(kind).sort(line), str)
