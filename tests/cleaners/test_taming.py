"""Markup that the parser would drown in or misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Page
from cleaners.taming import flatten, tame


def texts(html: str) -> list[str]:
    return [block.text for block in Page.parse(html)]


def test_a_tag_of_thousands_of_attributes_goes_bare_and_its_neighbours_stay():
    crowd = " ".join(f"a{number}=1" for number in range(50_000))
    html = f"<html><body class='x'><p id=first>One.</p><div {crowd}>Two.</div><p id=last>Three.</p>"
    assert tame(html) == "<html><body class='x'><p id=first>One.</p><div>Two.</div><p id=last>Three.</p>"


def test_one_long_attribute_stays():
    for value in ("A" * 100_000, "word " * 20_000):
        html = f'<p>One.</p><div data-x="{value}">Two.</div>'
        assert tame(html) == html


def test_a_closed_root_is_no_end_of_the_page():
    assert texts('<html lang="en" />\n<body class=x /><p>One.</p>') == ["One."]


def test_text_behind_the_end_of_the_document_is_read():
    html = "<html><body><p>One.</p></body></html> Two. <div><p>Three.</p></div></body></html><p>Four.</p>"
    assert texts(html) == ["One.", "Two.", "Three.", "Four."]
    assert texts("<p>One.</p></html>" * 3_000) == ["One."] * 3_000


def test_bytes_are_tamed_as_text_is():
    crowd = " ".join(f"a{number}=1" for number in range(5_000))
    nul = "<p>Ca\x00fé.</p>" + " " * 100  # in fewer characters it would say UTF-16
    for html in (nul, f"<p {crowd}>Café.</p>", "<html/><p>Café.</p>", "\ufeff<p>Café.</p>"):
        page = Page.parse(html.encode())
        assert [block.text for block in page] == ["Café."]
        assert page.source == Page.parse(html.removeprefix("\ufeff")).source


def test_text_below_any_depth_comes_out():
    for depth in (100, 300, 3000, 30_000):
        html = f"<p>Before.</p>{'<div>' * depth}<p>Deep <b>down</b>.</p>{'</div>' * depth}<p>After.</p>"
        assert texts(html) == ["Before.", "Deep down.", "After."]


def test_tags_left_open_hide_nothing():
    for tag in ("b", "font", "ul><li", "span", "blockquote", "section"):
        assert texts(f"<p>Before.</p>{f'<{tag}>' * 20_000}Deep.")[-1] == "Deep."


def test_menus_left_open_hide_nothing_either():
    for menu in ("<option>x", "<option>x" * 20_000, "<select><option>x", "<select><optgroup><option>x"):
        assert texts(f"{menu}<article><p>One.</p></article><p>Two.</p>")[-2:] == ["One.", "Two."]
    assert texts("<p>One.</p><select><option>x<option>y</select><p>Two.</p>") == ["One.", "Two."]


def test_a_page_of_nothing_is_empty():
    for html in ("<!doctype html>", "<!-- only a comment -->", "", " \n "):
        assert texts(html) == []


def test_flattening_keeps_what_is_shallow():
    html = "<div><p>One <i>two</i></p><ul><li>Three</ul></div>"
    assert flatten(html) == html


@given(st.lists(st.sampled_from(["<", ">", "a", " ", "='", '"', "/>", "<p ", "<html/>", "x" * 5000, "a=b " * 1500])))
def test_taming_ends_and_keeps_plain_markup(parts):
    source = "".join(parts)
    tamed = tame(source)
    assert len(tamed) <= len(source)
    assert tame(tamed) == tamed or len(source) > 8000


@pytest.mark.parametrize(
    "start", ["<title>T</title>", "<head><meta charset=utf-8><title>T</title>", "<html><title>T</title>"]
)
@pytest.mark.parametrize("tag", ["article", "main", "section", "x-story", "div"])
def test_a_page_may_leave_out_its_body_tag(start, tag):
    page = Page.parse(f"<!doctype html>{start}<{tag}><h1>Bridge</h1><p>It reopened.</p></{tag}>")
    assert [block.text for block in page] == ["Bridge", "It reopened."]
