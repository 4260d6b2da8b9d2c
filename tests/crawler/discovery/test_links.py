import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import links

URL = "http://news.example/section/"


def test_links_with_anchors_once_each():
    body = b"""<a href="/a?x=1&amp;y=2" class=x>The <b>bridge</b>\n reopened &amp; more</a> <A HREF='b'>B</A>
    <a href=c>C</a><a href="/a?x=1&amp;y=2">again</a><a href="#top">top</a><a name=x>n</a><a href="javascript:x">j</a>
    <a href="x.jpg">i</a>"""
    read = links.read(body, URL)
    assert [(each.url.removeprefix("http://news.example"), each.title) for each in read] == [
        ("/a?x=1&y=2", "The bridge reopened & more"),
        ("/section/b", "B"),
        ("/section/c", "C"),
    ]


def test_an_anchor_with_words_names_a_link_that_came_first_without():
    (found,) = links.read(b'<a href="/a"><img src=x></a><a href="/a">The bridge</a><a href="/a">More</a>', URL)
    assert found.title == "The bridge"


def test_what_the_head_says():
    body = b"""<base href="http://news.example/b/"><link rel="canonical" href="c"><link rel=amphtml href="/amp">
    <link rel="next" href="?page=2"><link rel="alternate" type="application/rss+xml" title="x" href="/rss">
    <link rel="alternate" hreflang="de" href="/de"><link rel=stylesheet href=/s.css>
    <meta http-equiv="Refresh" content="0; URL='/new'">"""
    read = links.read(body, URL)
    assert read.canonical == "http://news.example/b/c"
    assert read.amp == "http://news.example/amp"
    assert read.next == "http://news.example/b/?page=2"
    assert read.feeds == ("http://news.example/rss",)
    assert read.refresh == "http://news.example/new"


def test_comments_and_scripts_hold_no_links():
    body = (
        b"<!-- <a href=/no>x</a> --><script>'<a href=/no>'</script><template><a href=/no>x</a></template><a href=/yes>x"
    )
    assert [each.url for each in links.read(body, URL)] == ["http://news.example/yes"]


def test_rel_next_of_a_link():
    (found,) = links.read(b'<a rel="next nofollow" href="?page=2">More</a>', URL)
    assert (found.kind, found.url) == ("listing", URL + "?page=2")


def test_links_are_capped_and_counted():
    body = "".join(f"<a href=/{number}>x</a>" for number in range(50)).encode()
    read = links.read(body, URL, limit=20)
    assert len(read) == 20
    assert read.skipped == {"over the limit of links": 30}


def test_charset_of_the_header_is_used():
    (found,) = links.read("<a href=/Ж>Мост</a>".encode("cp1251"), URL, "windows-1251")
    assert found.title == "Мост"


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a href='",
        '<a href="',
        "<!--",
        "<script>",
        '<a x="\'" ',
        "<a href=x>",
        "<a\n",
        "<link '<a \"",
        "<a x=1 ",
        "</a",
        "<a ''",
    ],
)
def test_cost_stays_linear(piece):
    body = (piece * 400_000)[:1_000_000].encode()
    start = time.process_time()
    links.read(body, URL)
    assert time.process_time() - start < 8


PIECES = st.sampled_from(
    [
        "<a ",
        "href=",
        '"',
        "'",
        ">",
        "</a>",
        "<link ",
        "rel=next",
        "<meta http-equiv=refresh ",
        "content=",
        "<base ",
        "<!--",
        "-->",
        "http://[",
        "//x",
        "/a",
        "\x00",
        "&#x110000;",
        "<script>",
        "</script>",
    ],
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join).map(str.encode) | st.binary(max_size=200))
def test_any_bytes_give_fetchable_links(body):
    assert all(each.url.startswith(("http://", "https://")) for each in links.read(body, URL))
