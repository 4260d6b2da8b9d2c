"""Names in the markup that people see: rel, itemprop and class of elements, and "By ..." under the headline."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import _Element

from cleaners.blocks import Block
from cleaners.metadata import name_words
from cleaners.metadata.markup import elsewhere
from cleaners.metadata.names import MAX_BYLINE, looks_like_person, split_names
from cleaners.metadata.zone import Zone, foreign

MAX_CANDIDATES = 40
MAX_PIECES = 60  # of text in one candidate
INLINE = ("a", "span", "address", "cite")
MAX_SIGNATURE = 90  # characters of a line that says who wrote it
BLOCKS = tuple("div p li strong b em small h2 h3 h4 h5 h6 section header ul td".split())

_BYLINE = re.compile(
    r"by-?lines?(?![a-z])|(?<![a-z])(?:authors?|autor(?:e|en|es|in)?|auteurs?|writers?|writtenby|written-by|redakteur|"
    r"contributors?|reporter|journalist|postedby|posted-by|verfasser|schrijver|firma|firmante|signature|"
    r"(?:post|entry|article|news|story)author|vcard)(?![a-z])|author-?name|authorname"
)
_TEXT = re.compile(rf"\W*(?:{name_words.INTRODUCTIONS})(?:\s*[:：/]\s*|\s+)(?=\w)", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:(?:written|reported|words|text|interview) by|authors?:|autor(?:in)?(?:/autor(?:in)?)?\b|text(?:e|o)?:|"
    r"tekst:|auteurs?:|\(?责编[:：]|автор:)",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f|автор)\b[: ]\s?(?=\w)")
_CREDIT = re.compile(r"©|\b(?:foto|photo|image|bild|credit|getty|imago|source|quelle|copyright)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\W*\w*\W*\d.*")


def shown_bylines(root: _Element, zone: Zone) -> Iterator[tuple[str, ...]]:
    """Names by how sure their place makes them: itemprop and rel, "By ...", class names, a name beside a date."""
    marked, classed = _candidates(root, INLINE)
    lines = [block.text for block in zone.near if not block.heading and not _CREDIT.search(block.text)]
    lines = [line.replace("\n", " | ") for line in lines]
    yield _first(marked)
    yield from map(_introduced_names, lines)
    yield _first(classed)
    yield from map(_first, _candidates(root, BLOCKS))
    yield from map(_dated_names, lines)
    yield from map(_lone_names, zone.near[:6])
    yield from _signatures(zone.page.blocks)


def _candidates(root: _Element, tags: Iterable[str]) -> tuple[list[_Element], list[_Element]]:
    """Elements that itemprop or rel mark as an author, and those whose class names a byline."""
    marked: list[_Element] = []
    classed: list[_Element] = []
    known: dict[str | None, bool] = {None: False, "": False}  # one class attribute stands on many elements
    for element in root.iter(*tags):
        get = element.get
        names = get("class")
        if names and names not in known:
            known[names] = bool(_BYLINE.search(names.lower()))
        if known[names] or get("itemprop") == "author" or "author" in (get("rel") or ""):
            (classed if get("itemprop") != "author" and get("rel") is None else marked).append(element)
    return marked, classed


def _introduced_names(line: str) -> tuple[str, ...]:
    """Names behind "By" at the start of a line, or behind "by" within one that also holds a date."""
    if _TEXT.match(line):
        return tuple(filter(looks_like_person, split_names([line])))
    found = _BY.search(line) if _YEAR.search(line) else None
    names = split_names([line[found.end() :]])[:1] if found else ()
    return tuple(name for name in names if " " not in name or looks_like_person(name))


def _dated_names(line: str) -> tuple[str, ...]:
    """Names that stand alone before a date: a name without one may be anything."""
    if len(line) > 90 or not _YEAR.search(line):
        return ()
    for part in (_DATE.sub("", line), line):
        names = split_names([part])
        if sum(map(len, names)) > 0.6 * len(_DATE.sub("", part)) and all(map(looks_like_person, names)):
            return names
    return ()


def _lone_names(block: Block) -> tuple[str, ...]:
    """Names that fill a plain paragraph under the headline, without a link or a class of its own."""
    plain = block.tag == "p" and not block.link_chars and block.box is not None and not block.box.names
    names = split_names([block.text]) if plain and len(block.text) <= 60 else ()
    short = all(looks_like_person(name) and len(name.split()) <= 3 and "." not in name for name in names)
    return names if short and sum(map(len, names)) > 0.8 * len(block.text) else ()


def _signatures(blocks: Iterable[Block]) -> Iterator[tuple[str, ...]]:
    """Names behind "Written by" or "Text:" on a line of their own, wherever it stands."""
    for block in blocks:
        if len(block.text) <= MAX_SIGNATURE and _SIGNED.match(block.text) and not foreign(block):
            yield tuple(filter(looks_like_person, split_names([block.text])))


def _first(elements: list[_Element]) -> tuple[str, ...]:
    """Names in the first element that holds a full one, else the first single name or desk."""
    spare: tuple[str, ...] = ()
    for element in elements[:MAX_CANDIDATES]:
        names = _names(element)
        if names and not elsewhere(element):
            people = tuple(filter(looks_like_person, names))
            if people:
                return people
            spare = spare or names[:1]
    return spare


def _names(element: _Element) -> tuple[str, ...]:
    inner = next((each for each in islice(element.iter(), MAX_PIECES) if each.get("itemprop") == "name"), element)
    pieces = filter(None, map(str.strip, islice(inner.itertext(), MAX_PIECES)))
    text = " | ".join(pieces)
    return split_names([text]) if len(text) <= MAX_BYLINE else ()
