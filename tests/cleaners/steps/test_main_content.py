"""When the judge asks trafilatura, and when it decides alone."""

import sys
from functools import partial

import pytest

from cleaners import Cleaner, Page, SiteProfile
from cleaners.places import path
from cleaners.steps import DEFAULT_STEPS
from cleaners.steps.known_site import KNOWN
from cleaners.steps.main_content import main_content

SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs. "
STORY = f"<article class=story>{f'<p>{SENTENCE * 2}</p>' * 5}</article>"
NEWS = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
PAGE = Page.parse(f"<html><head>{NEWS}</head><body>{STORY}", url="http://a.test/1")
PATHS = {path(block.box): 20 for block in PAGE.blocks}


@pytest.fixture
def asked(monkeypatch):
    pages: list[Page] = []
    asks = sys.modules["cleaners.steps.main_content"]  # the package holds the step under its module's name
    monkeypatch.setattr(asks, "ask_trafilatura", lambda page: pages.append(page) or "")
    return pages


def clean(profile: SiteProfile | None, page: Page = PAGE) -> None:
    """With a judge that is never sure by itself."""
    doubtful = partial(main_content, most_doubt=-1.0)
    steps = tuple((name, doubtful if name == "main_content" else step) for name, step in DEFAULT_STEPS)
    Cleaner({"a.test": profile} if profile else None, steps=steps)(page)


def test_a_doubtful_page_is_shown_to_the_witness(asked):
    clean(None)
    assert asked == [PAGE]


def test_a_page_that_does_not_call_itself_an_article_is_not(asked):
    clean(None, Page.parse(f"<html><body>{STORY}", url="http://a.test/1"))
    assert asked == []


def test_a_page_like_others_of_a_known_site_is_not(asked):
    clean(SiteProfile(host="a.test", pages=KNOWN, body_paths=PATHS))
    clean(SiteProfile(host="a.test", pages=KNOWN, mixed_paths=PATHS))
    assert asked == []


@pytest.mark.parametrize(
    "profile",
    [
        SiteProfile(host="a.test", pages=KNOWN - 1, body_paths=PATHS),
        SiteProfile(host="a.test", pages=KNOWN, body_paths={"div > p": 20}),
    ],
)
def test_a_site_that_is_hardly_known_or_looks_otherwise_is_no_reason(asked, profile):
    clean(profile)
    assert asked == [PAGE]


@pytest.mark.parametrize("html", ["x", f"<title>T</title>{'<li><a href=/a>Sport</a>' * 80}<p>Page not found.</p>"])
def test_a_page_without_running_text_is_empty_and_the_judge_is_not_asked(html):
    page = Page.parse(html)
    steps = tuple(
        (name, partial(step, judge_for=None) if name == "main_content" else step) for name, step in DEFAULT_STEPS
    )
    cleaned = Cleaner(steps=steps)(page)
    assert (cleaned.article.text, cleaned.empty_reason) == ("", "no running text")
    assert len(cleaned.removed) == len(page.blocks)
