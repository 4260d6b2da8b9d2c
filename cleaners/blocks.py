"""Cutting a tree into text blocks, in document order, in one walk."""

import re
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

    def __init__(self, element: _Element, tag: str, parent: "Box | None") -> None:
        self.tag = tag
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.style = self.names = ""
        items = element.items()
        if items:
            self._read(items)

    def _read(self, items: list[tuple[str, str]]) -> None:
        names = []
        for key, value in items:
            if key == "class":
                self.style = value[:NAME_CHARS].lower()
                names.append(self.style)
            elif key in NAMING or (key.startswith("data-") and len(value) < SHORT_VALUE):
                names.append(value[:NAME_CHARS].lower())
            elif key == "hidden" or (key == "style" and HIDING.search(value[:NAME_CHARS])):
                names.append("hidden")
        self.names = " ".join(names)


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


class _Cutter:
    """State of one walk: the open run of text and what is known of it."""

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

    def add(self, text: str) -> None:
        """Text of the open run."""
        self.parts.append(text)
        if self.link or self.bold:
            size = len(text.strip())
            self.link_chars += size if self.link else 0
            self.bold_chars += size if self.bold else 0

    def inline_edge(self, node: _Element, tag: object, *, starts: bool) -> None:
        """An inline element begins or ends."""
        step = 1 if starts else -1
        if tag == "a":
            self.link += step
            self.links += starts
        elif tag in BOLD:
            self.bold += step
        elif starts and tag == "br":
            self.parts.append(BREAK)
        if starts and not self.parts and not self.inline:
            self.inline = (node.get("class") or "").lower()

    def flush(self, box: Box) -> None:
        """End an open run that is not empty: one block, or one for each part between two line breaks in a row."""
        raw = "".join(self.parts)
        if BREAK not in raw:
            self._append(" ".join(raw.split()), box)
        else:
            lines = (" ".join(line.split()) for line in raw.split(BREAK))
            for paragraph in "\n".join(lines).split("\n\n"):
                self._append(paragraph.strip("\n"), box)
        self._reset()

    def _append(self, text: str, box: Box) -> None:
        blocks = self.blocks
        if not text or len(blocks) >= self.limit:
            return
        linked, size = self.link_chars, len(text)
        links = self.links or (1 if linked else 0)
        linked, bold = min(linked, size), min(self.bold_chars, size)
        blocks.append(Block(len(blocks), text, box.tag, linked, bold, links, self.inline, box))


def cut(root: _Element, limit: int) -> tuple[Block, ...]:
    """The text blocks under `root` in document order, `limit` at most; each element is looked at once."""
    state = _Cutter(limit)
    parts, add, flush = state.parts, state.add, state.flush
    box = outer = Box(root, "html", None)
    walker = iterwalk(root, events=("start", "end"))
    for event, node in walker:
        tag, starts = node.tag, event == "start"
        if tag in INLINE:
            state.inline_edge(node, tag, starts=starts)
        elif tag in SKIPPED:
            if starts:
                walker.skip_subtree()
                continue
        elif node is not root:
            if parts:
                flush(box)
            box = Box(node, str(tag), box) if starts else box.parent or outer
        text = node.text if starts else node.tail
        if text and (parts or not text.isspace()):  # white space begins no run
            add(text)
    if parts:
        flush(outer)
    return tuple(state.blocks)
