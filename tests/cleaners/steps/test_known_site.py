"""What a profile decides by itself, and when the judge is asked beside it."""

from functools import partial

import pytest

from cleaners import Cleaner, Page, SiteProfile
from cleaners.places import Spots, path
from cleaners.steps import DEFAULT_STEPS
from cleaners.steps.known_site import KNOWN
from cleaners.steps.main_content import main_content

SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs. "
PARAGRAPH = (SENTENCE * 2).strip()
MENU = "<nav><p><a href=/>Weather of the valley</a></p></nav>"
BODY = f"<article class=story><p>Ferry stays</p>{f'<p>{PARAGRAPH}</p>' * 3}</article>"
FOOT = "<div><p>Printed on paper from the valley</p></div>"
TEXT = "\n\n".join(["Ferry stays", *[PARAGRAPH] * 3])
STORY = path(Page.parse(BODY).blocks[0].box)
POINT = "<article class=story><ul><li>{}</ul></article>"
POINTS = Spots().of(Page.parse(POINT.format("A point")).blocks[0])


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


def profile(
    *, pages: int = KNOWN, text: str = STORY, byline: str = "", edge: str = "", points: int | None = None
) -> SiteProfile:
    return SiteProfile(
        host="a.test",
        pages=pages,
        lines={"nav > p": {"Weather of the valley": 12}},
        edges={"div > p": {"Printed on paper from the valley": 12, edge: 12}},
        body_paths={text: 40},
        mixed_paths={} if points is None else {POINTS: points},
        byline=byline,
    )


def test_a_page_without_anything_new_needs_no_judge():
    assert clean(MENU + BODY + FOOT, profile()) == TEXT


@pytest.mark.parametrize(
    "new",
    [
        "<aside><p>Another paper's words</p></aside>",
        "<article class=story><p><a href=/2>The ferry goes elsewhere</a></p></article>",
    ],
    ids=["somewhere new", "a link within the text"],
)
def test_the_judge_is_asked_about_a_page_with_something_new(new):
    with pytest.raises(Asked):
        clean(MENU + BODY + new, profile())


def test_next_to_nothing_new_is_text_where_it_stands_within_the_text():
    new = "<aside><p>Tides</p></aside>"

    assert clean(new + MENU * 3 + BODY + new + BODY + new, profile()) == f"{TEXT}\n\nTides\n\n{TEXT}"


@pytest.mark.parametrize(("points", "kept"), [(70, True), (30, False)])
def test_a_short_block_of_a_place_with_text_and_other_things_goes_as_most_of_them_went(points, kept):
    text = clean(MENU + BODY + POINT.format("The ferry"), profile(points=points))

    assert text == (f"{TEXT}\n\nThe ferry" if kept else TEXT)


@pytest.mark.parametrize("points", [70, 30])
def test_the_judge_is_asked_where_much_of_the_text_stands_at_such_a_place(points):
    with pytest.raises(Asked):
        clean(MENU + BODY + POINT.format(SENTENCE), profile(points=points))


def test_the_same_text_may_be_new_where_little_may_well_be_wrong():
    assert clean(MENU + BODY + POINT.format("The ferry and its crew of nine."), profile(points=92)).endswith(
        "crew of nine."
    )


def test_what_recurs_far_above_the_text_goes_though_all_between_went_before_it():
    search = "<div><p>Search</p></div>"

    assert clean(search + MENU * 4 + BODY + FOOT, profile(edge="Search")) == TEXT


def test_a_recurring_line_about_comments_above_the_text_does_not_end_it():
    lead, comments = f"<article class=story><p>{PARAGRAPH * 3}</p></article>", "<div><p>Comments</p></div>"

    assert clean(lead + comments + BODY, profile(edge="Comments")).endswith(TEXT)


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
