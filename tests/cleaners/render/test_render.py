"""Articles as documents: what was structure stays structure, what was text stays text."""

import json
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from cleaners import Article, Cleaned, Page
from cleaners.clean import Judged
from cleaners.render import DOCUMENTS, render

TEI = "{http://www.tei-c.org/ns/1.0}"
HTML = """<article><p>First<br>line.</p><h2>A heading</h2><ul><li>One</li><li><p>Two</p></li></ul>
<blockquote><p>Said so.</p></blockquote><p>Last.</p></article>"""
ARTICLE = Article(
    url="https://example.org/1",
    title="Bridge & river",
    authors=("Ann Lee",),
    published=datetime(2024, 5, 1, tzinfo=UTC),
    language="en",
    description="A lead.",
    tags=("bridge",),
    text="First\nline.\n\nA heading\n\nOne\n\nTwo\n\nSaid so.\n\nLast.",
)
NASTY = [
    "[a](javascript:b)",
    "![x](y)",
    "<script>alert(1)</script>",
    "# no heading",
    "> no quote",
    "1. no list",
    "---",
    "a\n===",
    "`code`",
    "*no*",
    "&lt;b&gt;",
    "| a |",
]


@pytest.fixture
def cleaned() -> Cleaned:
    return Cleaned(article=ARTICLE, kept=tuple(Judged(block) for block in Page.parse(HTML)), removed=())


def test_text_and_json(cleaned):
    assert render(cleaned, "txt") == ARTICLE.text + "\n"
    assert json.loads(render(cleaned, "json")) == ARTICLE.as_record()


def test_markdown(cleaned):
    head, _, body = render(cleaned, "md").removeprefix("---\n").partition("\n---\n")
    assert 'title: "Bridge & river"' in head.splitlines()
    assert 'authors: ["Ann Lee"]' in head.splitlines()
    assert body == "\n# Bridge & river\n\nFirst  \nline.\n\n## A heading\n\n- One\n- Two\n\n> Said so.\n\nLast.\n"


def test_html(cleaned):
    document = render(cleaned, "html")
    for part in (
        "<h1>Bridge &amp; river</h1>",
        "<p>First<br>line.</p>",
        "<h2>A heading</h2>",
        "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>",
        "<blockquote>\n<p>Said so.</p>\n</blockquote>",
        '<html lang="en">',
    ):
        assert part in document


def test_tei(cleaned):
    root = etree.fromstring(render(cleaned, "xml"))
    assert root.tag == f"{TEI}TEI"
    assert root.findtext(f".//{TEI}titleStmt/{TEI}title") == ARTICLE.title
    assert [item.text for item in root.iter(f"{TEI}item")] == ["One", "Two"]
    assert root.find(f".//{TEI}quote/{TEI}p").text == "Said so."
    assert root.find(f".//{TEI}ptr").get("target") == ARTICLE.url


@pytest.mark.parametrize("form", DOCUMENTS)
def test_an_article_from_a_store_has_paragraphs(form):
    document = render(ARTICLE, form)
    assert "Said so." in document
    assert document.endswith("\n")


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="docx"):
        render(ARTICLE, "docx")


@pytest.mark.parametrize("nasty", NASTY)
def test_markdown_shows_text_as_it_is(nasty):
    article = Article(title=nasty, text=f"{nasty}\n\nWord {nasty} word")
    body = render(article, "md").partition("\n---\n\n")[2]
    shown = MarkdownIt("commonmark").enable("table").render(body)
    assert not {"a", "img", "script", "code", "em", "ul", "ol", "table", "blockquote", "hr", "h2"} & tags(shown)


@pytest.mark.parametrize("line", ["1. no list", "2024. A year", "12)", "#", "-", "+", "a & b", "R&D"])
def test_markdown_shows_the_signs_that_would_begin_something(line):
    body = render(Article(text=line), "md").partition("\n---\n")[2]
    assert MarkdownIt("commonmark").render(body) == f"<p>{escape(line)}</p>\n"


def tags(html: str) -> set[str]:
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: found.add(tag)
    parser.feed(html)
    return found


@given(st.text(st.characters(), max_size=200))
def test_whatever_the_text_is(text):
    article = Article(title=text, authors=(text,), url=text, site=text, language=text, text=text)
    etree.fromstring(render(article, "xml"))
    assert tags(render(article, "html")) <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "article",
        "header",
        "h1",
        "p",
        "br",
        "a",
    }
    json.loads(render(article, "json"))
    for form in DOCUMENTS:
        render(article, form).encode("utf-8")
