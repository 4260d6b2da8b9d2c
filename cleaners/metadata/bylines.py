"""Names in the markup that people see: rel, itemprop and class of elements, and "By ..." under the headline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.etree import _Element

from cleaners.blocks import Block
from cleaners.lines import is_date, is_prose
from cleaners.metadata import name_words
from cleaners.metadata.markup import elsewhere
from cleaners.metadata.names import MAX_BYLINE, looks_like_person, may_sign, split_names, unglued
from cleaners.metadata.zone import Zone, foreign

MAX_CANDIDATES = 40
MAX_PIECES = 60  # of text in one candidate
INLINE = ("a", "span", "address", "cite")
MAX_LONE = 40  # characters of a name that stands alone
MAX_WORDS = 4  # of it
REACH = 2  # blocks between such a name and a date
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
_ONE_WORD = re.compile(r"\W*(?:(?:posted|written) )?by:? \w{2,20}(?:$|\s*[·•|,–—(]|\s-\s|\s+on\b)", re.IGNORECASE)
_BY_ALONE = re.compile(
    r"\W*(?:(?:written|posted|reported|words|story) by|by|(?:geschrieben )?von|(?:écrit )?par|(?:escrito )?por|"
    r"autor(?:in|a|e)?|author|auteur|文|作者|بقلم|автор)\W*",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"©|\b(?:foto|photo|image|bild|credit|getty|imago|source|quelle|copyright)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(r"\W*(?:\b\w+\s+)?\d.*")
_CHECKER = re.compile(r"fact-?check|reviewed-?by|reviewer|caption|credit")  # who did something else for the article


def shown_bylines(root: _Element, zone: Zone) -> Iterator[tuple[str, ...]]:
    """Names by how sure their place makes them: itemprop and rel, "By ...", class names, a name beside a date."""
    marked, classed = _candidates(root, INLINE)
    near = [block for block in zone.near if not block.heading and not _captions(block)]
    lines = list(_lines(near, zone.page.blocks))
    yield _first(marked)
    yield from map(_introduced_names, lines)
    yield _first(classed)
    yield from map(_first, _candidates(root, BLOCKS))
    yield from map(_dated_names, lines)
    yield from map(_lone_names, zone.near[:6])
    yield from _signatures(zone.page.blocks)


def _lines(near: Sequence[Block], blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks' texts; "By" alone on its line together with the line behind it."""
    for block in near:
        behind = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
        joined = len(behind) <= MAX_SIGNATURE and _BY_ALONE.fullmatch(block.text)
        yield unglued(f"{block.text.rstrip(':')} {behind}" if joined else block.text).replace("\n", " | ")


def lone_bylines(zone: Zone) -> Iterator[tuple[str, ...]]:
    """Names that only their place makes likely: for pages that say nothing else about their author."""
    blocks = zone.page.blocks
    yield from _beside_dates([block for block in zone.near if not (block.heading or _captions(block))], blocks)
    yield from _below(blocks)


def _candidates(root: _Element, tags: Iterable[str]) -> tuple[list[_Element], list[_Element]]:
    """Elements that itemprop or rel mark as an author, and those whose class names a byline."""
    marked: list[_Element] = []
    classed: list[_Element] = []
    known: dict[str | None, bool] = {None: False, "": False}  # one class attribute stands on many elements
    for element in root.iter(*tags):
        get = element.get
        names = get("class")
        if names and names not in known:
            known[names] = bool(_BYLINE.search(names.lower())) and not _CHECKER.search(names.lower())
        if known[names] or get("itemprop") == "author" or "author" in (get("rel") or ""):
            (classed if get("itemprop") != "author" and get("rel") is None else marked).append(element)
    return marked, classed


def _introduced_names(line: str) -> tuple[str, ...]:
    """Names behind "By" at the start of a line, or behind "by" within one that also holds a date."""
    if _TEXT.match(line):
        names = split_names([line])
        people = tuple(filter(looks_like_person, names))
        return people or (names[:1] if len(line) <= MAX_SIGNATURE and _ONE_WORD.match(line) else ())
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


def _captions(block: Block) -> bool:
    """Whether a block speaks of a picture."""
    box = block.box
    return bool(_CREDIT.search(block.text)) or (box is not None and (box.tag == "figcaption" or "caption" in box.names))


def _beside_dates(near: Sequence[Block], blocks: Sequence[Block]) -> Iterator[tuple[str, ...]]:
    """A name alone on its line near the headline, where the line before or behind it is a date."""
    for block in near:
        neighbours = blocks[max(0, block.index - REACH) : block.index + REACH + 1]
        if len(block.text) <= MAX_LONE and any(is_date(each.text) for each in neighbours):
            yield _one_person(block.text)


def _one_person(text: str) -> tuple[str, ...]:
    """The name that a line holds and nothing else."""
    names = split_names([text])
    fits = len(names) == 1 and looks_like_person(names[0]) and len(names[0].split()) <= MAX_WORDS
    return names if fits and len(names[0]) > 0.9 * len(text) else ()


def _below(blocks: Sequence[Block]) -> Iterator[tuple[str, ...]]:
    """A name alone on its line right below the last paragraph, under the same parent."""
    last = next((block for block in reversed(blocks) if is_prose(block)), None)
    if last is None or last.box is None or last.index + 1 == len(blocks):
        return
    block = blocks[last.index + 1]
    if block.box and block.box.parent is last.box.parent and block.tag == last.tag:
        yield _one_person(block.text)


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
            spare = spare or tuple(name for name in names[:1] if may_sign(name))
    return spare


def _names(element: _Element) -> tuple[str, ...]:
    inner = next((each for each in islice(element.iter(), MAX_PIECES) if each.get("itemprop") == "name"), element)
    pieces = filter(None, map(str.strip, islice(inner.itertext(), MAX_PIECES)))
    text = " | ".join(pieces)
    return split_names([text]) if len(text) <= MAX_BYLINE else ()
