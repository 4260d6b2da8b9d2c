import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.judge.features import number, sheet, shift
from cleaners.judge.names import NAMES, meanings
from cleaners.judge.reasons import reasons
from cleaners.judge.second_look import surroundings, witnessed
from cleaners.page import Page

SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs. "
PAGE = f"""<html><body><nav><ul><li><a href="/a">Home</a></li><li><a href="/b">Sport</a></li></ul></nav>
<article><h1>Ferry stays</h1><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p></article>
<div class="comment-list"><div class="comment"><p>I never take the ferry.</p></div></div></body></html>"""


def columns(html: str) -> dict[str, list[float]]:
    measured = sheet(Page.parse(html), "Ferry stays", "")
    return {name: measured.table[:, at].tolist() for at, name in enumerate(measured.names)}


def test_blocks_are_told_apart():
    found = columns(PAGE)
    assert found["in nav"] == [1, 1, 0, 0, 0, 0]
    assert found["in article"] == [0, 0, 1, 1, 1, 0]
    assert found["branch comment"] == [0, 0, 0, 0, 0, 1]
    assert found["link_share"] == [1, 1, 0, 0, 0, 0]
    assert max(found["title overlap"]) == found["title overlap"][2] == 1
    assert found["main parent"] == [0, 0, 1, 1, 1, 0]


def test_a_headline_is_known_again_where_a_script_sets_no_spaces():
    page = Page.parse(
        "<html><body><h1>渡し船、冬も運航へ</h1><p>市議会は火曜日、運航の継続を決めた。</p></body></html>"
    )
    measured = sheet(page, "渡し船、冬も運航へ - 港新聞", "")
    headline, text = measured.table[:, measured.names.index("title overlap")].tolist()
    assert headline > 0.5 > text


def test_columns_have_one_name_each():
    measured = sheet(Page.parse(PAGE), "", "")
    assert len(set(measured.names)) == len(measured.names) == measured.table.shape[1]


def test_reasons_name_the_strongest_sign():
    measured = sheet(Page.parse(PAGE), "Ferry stays", "")
    why = reasons(measured.names, measured.table, np.zeros(len(measured.table), dtype=np.float32))
    assert why[0] == "stands in a navigation element"
    assert why[5] == "stands in a part named as comments"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=12))
def test_any_lines_give_finite_features(lines):
    page = Page.from_text("\n".join(lines))
    if not page.blocks:
        return
    measured = sheet(page, lines[0], lines[-1])
    first = np.full(len(page.blocks), 0.5, dtype=np.float32)
    for table in (measured.table, surroundings(first, measured), witnessed(first, measured)):
        assert table.shape[0] == len(page.blocks)
        assert np.isfinite(table).all()


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ("site-nav", {"navigation"}),
        ("article__body", {"body"}),
        ("c-newsletter-box", {"signup", "box"}),
        ("x7f3a", set()),
        ("wp-caption-text", {"caption", "body"}),
        ("ads", {"advert"}),  # a stem that is a whole word
        ("adsorbed", set()),
        ("meine-abo", {"signup"}),  # one at the end of a word
        ("abonnement", set()),
        ("author-bio", {"byline"}),  # one at the start of a word, which a hyphen makes two of
        ("display-none", {"hidden"}),  # one with a hyphen
        ("side-bar", {"aside"}),  # one that a hyphen parts
    ],
)
def test_names_have_meanings(names, meant):
    bits = meanings(names)
    assert {name for at, name in enumerate(NAMES) if bits >> at & 1} == meant


def test_numbers_are_equal_for_equal_keys():
    assert number(["a", "b", "a"]).tolist() == [0, 1, 0]


def test_shift_marks_what_is_missing():
    assert shift(np.array([1, 2, 3]), 1).tolist() == [-1, 1, 2]
    assert shift(np.array([1, 2, 3]), -2).tolist() == [3, -1, -1]
    assert shift(np.array([1]), 2).tolist() == [-1]
