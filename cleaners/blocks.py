"""Cutting a tree into text blocks, in document order, in one walk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element, iterwalk

# of the head only its title: where a page leaves <body> out, the parser keeps its <article> in the head
SKIPPED = frozenset(
    "title script style template noscript svg math iframe object embed applet audio video canvas select option "
    "datalist textarea input map area progress meter".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr amp-img picture source nobr br".split()
)
EMPTY = frozenset(("base", "hr", "link", "meta"))  # a block ends at them, none begins
BOLD = frozenset(("b", "strong"))
BREAK = "\v"  # a <br> in an open run; HTML text cannot hold this character
NAMING = frozenset(("id", "itemprop", "role"))
NAME_CHARS = 400  # of an attribute that are looked at; hostile pages have attributes of megabytes
SHORT_VALUE = 40
HIDING = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


class Box:
    """A block-level element on the way from the root to a block.

    style: its class attribute. names: whatever its author called it, class, id, role, item property and short data
    attributes, with "hidden" for an element that a browser would not show. Both in lower case.
    """

    __slots__ = ("depth", "names", "parent", "style", "tag")

    def __init__(self, tag: str, parent: "Box | None", attributes: Iterable[tuple[str, str]]) -> None:
        self.tag = tag
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.style = names = ""
        for key, value in attributes:
            if key == "class":
                self.style = value[:NAME_CHARS].lower()
                names += f" {self.style}"
            elif key in NAMING or (key.startswith("data-") and len(value) < SHORT_VALUE):
                names += f" {value[:NAME_CHARS].lower()}"
            elif key == "hidden" or (key == "style" and HIDING.search(value[:NAME_CHARS])):
                names += " hidden"
        self.names = names[1:]


@dataclass(slots=True)  # nobody changes one, but `frozen` takes several times as long to make, and a page has hundreds
class Block:
    """A run of text between two block-level boundaries.

    text: white space folded; a single <br> stays as a newline, two end the block.
    tag: of the nearest block-level element ("p", "h2", "li", "td", "div", ...); "" on a page without markup.
    link_chars, bold_chars: how many characters of `text` lie in links and in bold type.
    inline: class attribute of the first inline element in it, in lower case.
    box: the nearest block-level element and its ancestors; None on a page without markup.
    """

    index: int
    text: str
    tag: str = ""
    link_chars: int = 0
    bold_chars: int = 0
    links: int = 0
    inline: str = ""
    box: Box | None = field(default=None, repr=False, compare=False)

    @property
    def heading(self) -> int:
        """1 to 6 for a heading, else 0."""
        return int(self.tag[1]) if self.tag in HEADINGS else 0


def cut_text(text: str, limit: int) -> tuple[Block, ...]:
    """The lines of a flattened page that hold anything, one block each."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(Block(index, line) for index, line in zip(range(limit), filter(None, lines), strict=False))


class _Run:
    """The open run of text and what is known of it, and the blocks that runs have become."""

    __slots__ = ("blocks", "bold", "bold_chars", "inline", "limit", "link", "link_chars", "links", "parts")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.link = self.bold = 0  # how many open <a>, how many open <b>, <strong>
        self._reset()

    def _reset(self) -> None:
        self.parts.clear()
        self.link_chars = self.bold_chars = self.links = 0
        self.inline = ""

    def begin(self, node: _Element, tag: str) -> None:
        """An inline element begins."""
        if tag == "a":
            self.link += 1
            self.links += 1
        elif tag in BOLD:
            self.bold += 1
        elif tag == "br":
            self.parts.append(BREAK)
        if not self.parts and not self.inline:
            self.inline = (node.get("class") or "").lower()

    def end(self, tag: str) -> None:
        """An inline element ends."""
        if tag == "a":
            self.link -= 1
        elif tag in BOLD:
            self.bold -= 1

    def add(self, text: str) -> None:
        """Text of the open run."""
        self.parts.append(text)
        if self.link or self.bold:
            size = len(text.strip())
            self.link_chars += size if self.link else 0
            self.bold_chars += size if self.bold else 0

    def flush(self, box: Box) -> None:
        """End an open run that is not empty: one block, or one for each part between two line breaks in a row."""
        raw = "".join(self.parts)
        if BREAK not in raw:
            self._append(folded(raw), box)
        else:
            for paragraph in "\n".join(map(folded, raw.split(BREAK))).split("\n\n"):
                self._append(paragraph.strip("\n"), box)
        self._reset()

    def _append(self, text: str, box: Box) -> None:
        blocks = self.blocks
        if not text or len(blocks) >= self.limit:
            return
        size = len(text)
        linked = self.link_chars and min(self.link_chars, size)
        bold = self.bold_chars and min(self.bold_chars, size)
        links = self.links or (1 if linked else 0)
        blocks.append(Block(len(blocks), text, box.tag, linked, bold, links, self.inline, box))


def folded(text: str) -> str:
    """The text with each stretch of white space as one space; most have none to fold."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def cut(root: _Element, limit: int) -> tuple[Block, ...]:
    """The text blocks under `root` in document order, `limit` at most; each element is looked at once."""
    run = _Run(limit)
    parts, add, flush = run.parts, run.add, run.flush
    box = outer = Box("html", None, root.items())
    walker = iterwalk(root, events=("start", "end"))
    next(walker)  # the root begins; the parser puts no text between it and its first element
    for event, node in walker:
        tag = node.tag
        if event == "start":
            if tag in INLINE:
                run.begin(node, tag)
            elif tag in SKIPPED:
                walker.skip_subtree()
                continue
            else:
                if parts:
                    flush(box)
                box = box if tag in EMPTY else Box(str(tag), box, node.items())
            text = node.text
        else:
            if tag in INLINE:
                run.end(tag)
            elif tag not in SKIPPED:
                if parts:
                    flush(box)
                box = box if tag in EMPTY else box.parent or outer
            text = node.tail
        if text and (parts or not text.isspace()):  # white space begins no run
            add(text)
    return tuple(run.blocks)
