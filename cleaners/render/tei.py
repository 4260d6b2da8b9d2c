"""XML after the guidelines of the Text Encoding Initiative (TEI P5), as corpus tools read it."""

from itertools import groupby

from lxml import etree

from cleaners.article import Article
from cleaners.characters import inert
from cleaners.clean import Cleaned
from cleaners.render.parts import Part, article_of, parts_of

NAMESPACE = "http://www.tei-c.org/ns/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tei(result: Article | Cleaned) -> str:
    """A TEI element without an XML declaration."""
    root = etree.Element("TEI", nsmap={None: NAMESPACE})
    article = article_of(result)
    if article.language:
        root.set(LANG, inert(article.language))
    _header(etree.SubElement(root, "teiHeader"), article)
    division = _add(_add(_add(root, "text"), "body"), "div")
    _fill(division, parts_of(result))
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, tag)
    if text:
        element.text = inert(text)
    return element


def _header(header: etree._Element, article: Article) -> None:
    file = _add(header, "fileDesc")
    title = _add(file, "titleStmt")
    _add(title, "title", article.title)
    for name in article.authors:
        _add(title, "author", name)
    publication = _add(file, "publicationStmt")
    _add(publication, "publisher", article.site)
    if article.published:
        _add(publication, "date", article.published.isoformat()).set("when", article.published.isoformat())
    source = _add(_add(file, "sourceDesc"), "bibl", article.title)
    if article.url:
        _add(source, "ptr").set("target", inert(article.url))
    profile = _add(header, "profileDesc")
    if article.description:
        _add(_add(profile, "abstract"), "p", article.description)
    terms = [*([article.section] if article.section else []), *article.tags]
    if terms:
        keywords = _add(_add(profile, "textClass"), "keywords")
        for term in terms:
            _add(keywords, "term", term)


def _fill(division: etree._Element, parts: list[Part]) -> None:
    for kind, group in groupby(parts, key=lambda part: part.kind):
        inside = {"item": "list", "quote": "quote"}.get(kind)
        parent = _add(division, inside) if inside else division
        for part in group:
            _lines(_add(parent, {"heading": "ab", "item": "item"}.get(kind, "p")), part)


def _lines(element: etree._Element, part: Part) -> None:
    if part.kind == "heading":
        element.set("type", "head")
    first, *rest = part.text.split("\n")
    element.text = inert(first)
    for line in rest:
        _add(element, "lb").tail = inert(line)
