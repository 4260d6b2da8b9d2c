"""Markup that libxml2 would drown in or misread, put right before it is parsed or right after."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from cleaners.blocks import INLINE

CHOICE = ("select", "option", "optgroup")
RUNNING = frozenset("p div article section main h1 h2 h3 table ul ol form blockquote header figure".split())
LONG = 8_000  # characters; a tag under that holds too few attributes to hurt
ATTRIBUTES = 500  # more of them in one tag are an attack: duplicates are looked for in quadratic time
NAME = 40  # characters that hold a tag's name
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# libxml2 ends the page at <html/>; in HTML the slash means nothing
CLOSED_ROOT = re.compile(r"<(html|head|body)\b([^<>]{0,2000})/>", re.IGNORECASE)
HEAD = 4_000
DEPTH = 200  # of elements that stay when a page is nested deeper than the parser goes
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})(?=[\s/>])[^<>]*>")
# never counted: they hold nothing, or end where the next one begins
FLAT = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr".split()
)


def tame(source: str) -> str:
    """The source with tags of hundreds of attributes bare, and with the root elements open."""
    head = source[:HEAD]
    if "/>" in head and CLOSED_ROOT.search(head):
        source = CLOSED_ROOT.sub(r"<\1\2>", head) + source[HEAD:]
    parts, done = [], 0
    for start, end in _long_tags(source):
        if _crowded(source[start:end]):
            parts += [source[done:start], source[start : start + NAME].split()[0]]
            done = end
    return "".join((*parts, source[done:])) if parts else source


def _long_tags(source: str) -> Iterator[tuple[int, int]]:
    """From "<" up to ">" of every tag of `LONG` characters; each such tag covers a window without any ">"."""
    window = LONG // 2
    at = 0
    while at + window < len(source):
        if source.find(">", at, at + window) >= 0:
            at += window
            continue
        end = source.find(">", at)
        end = end if end >= 0 else len(source)
        start = source.find("<", source.rfind(">", 0, at) + 1, at)
        if start >= 0 and source[start + 1 : start + 2].isalpha():
            yield start, end
        at = end + 1


def _crowded(tag: str) -> bool:
    return len(QUOTED.sub("", tag).split()) > ATTRIBUTES


def release(root: _Element) -> None:
    """Make plain boxes of menus that were left open, and so hold what follows them: a browser shows that."""
    for element in reversed(list(root.iter(*CHOICE))):
        if any(child.tag in RUNNING for child in element):
            element.tag = "div"


def flatten(source: str) -> str:
    """The source without the tags that open below `DEPTH` others, and without the tags that close those.

    For pages on which the parser gave up: it drops everything below its limit without a word.
    """
    depth = 0

    def shallow(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in FLAT or tag[0].endswith("/>"):
            return tag[0]
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth + bool(tag[1]) <= DEPTH:
            return tag[0]
        return "" if tag[2].lower() in INLINE else " "

    return TAG.sub(shallow, source)
