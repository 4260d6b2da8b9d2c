"""What a profile decides by itself, and when the judge is asked beside it."""

from functools import partial

import pytest

from cleaners import Cleaner, Page, SiteProfile
from cleaners.places import path
from cleaners.steps import DEFAULT_STEPS
from cleaners.steps.main_content import main_content
from cleaners.steps.site_chrome import KNOWN

SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs. "
MENU = "<nav><p><a href=/>Weather of the valley</a></p></nav>"
BODY = f"<article class=story><p>Ferry stays</p>{f'<p>{SENTENCE * 2}</p>' * 3}</article>"
FOOT = "<div><p>Printed on paper from the valley</p></div>"
STORY = path(Page.parse(BODY).blocks[0].box)


class Asked(Exception):  # noqa: N818
    """The judge was."""


def clean(html: str, profile: SiteProfile) -> str:
    """With a judge that is not to be asked."""

    def judge(_kind: str) -> None:
        raise Asked

    steps = dict(DEFAULT_STEPS) | {"main_content": partial(main_content, judge_for=judge)}
    return Cleaner({"a.test": profile}, steps=tuple(steps.items()))(
        Page.parse(html, url="http://a.test/1")
    ).article.text


def profile(*, pages: int = KNOWN, text: str = STORY, byline: str = "") -> SiteProfile:
    return SiteProfile(
        host="a.test",
        pages=pages,
        lines={"nav > p": {"Weather of the valley": 12}},
        edges={"div > p": {"Printed on paper from the valley": 12}},
        body_paths={text: 40},
        byline=byline,
    )


def test_a_page_without_anything_new_needs_no_judge():
    assert clean(MENU + BODY + FOOT, profile()) == "\n\n".join(["Ferry stays", *[(SENTENCE * 2).strip()] * 3])


@pytest.mark.parametrize(
    "new",
    ["<aside><p>Another paper's words</p></aside>", "<article class=story><p><a href=/2>Ferry goes</a></p></article>"],
    ids=["somewhere new", "a link within the text"],
)
def test_the_judge_is_asked_about_a_page_with_something_new(new):
    with pytest.raises(Asked):
        clean(MENU + BODY + new, profile())


@pytest.mark.parametrize(
    ("html", "known"),
    [
        (MENU + BODY + FOOT, profile(pages=KNOWN - 1)),
        (MENU + BODY + FOOT, profile(text="div > p")),
        (MENU + FOOT * 9, profile()),
    ],
    ids=["hardly known", "another layout", "no text of its own"],
)
def test_the_judge_is_asked_where_the_site_is_not_known_or_not_recognised(html, known):
    with pytest.raises(Asked):
        clean(html, known)


def test_a_short_paragraph_stays_where_bylines_stand_among_the_text():
    text = clean(MENU + BODY, profile(byline=STORY))

    assert text.startswith("Ferry stays")
