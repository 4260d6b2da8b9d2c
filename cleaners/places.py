"""Where a block stands and what it says, in words that two pages of one site have in common."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b

from cleaners.blocks import Block, Box
from cleaners.phrases import words

LONGEST_KEY = 200  # characters of a text that is remembered whole; of a longer one the opening and a hash
LEVELS = 8  # of elements in a path, from the block upwards
LONG = 40  # characters of a line that pages do not share by chance
LINKED = 0.3  # of a line's characters are the link of "Read our full review of …"
BELOW = " > "
LINK = f"{BELOW}a"
REACH = 2  # lines before the first own line: the lead, which other pages may have copied
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CLASS = re.compile(r"[a-z][a-z_-]{2,}")


def inside(own: Sequence[bool], *, lead: int = 0) -> range:
    """From the first to the last of the page's own lines, and up to `lead` lines before."""
    if True not in own:
        return range(0)
    return range(max(0, own.index(True) - lead), len(own) - own[::-1].index(True))


def leads_elsewhere(block: Block) -> bool:
    """Whether a good part of a line is a link."""
    return block.link_chars >= LINKED * len(block.text)


def text_key(text: str) -> str:
    """The text as profiles hold it."""
    if len(text) <= LONGEST_KEY:
        return text.replace("\n", " ")
    return f"{text[: LONGEST_KEY - 20]}… {blake2b(text.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def path(box: Box | None, levels: int = LEVELS) -> str:
    """The element and those around it, outermost first, by tag and class names without numbers in them."""
    steps: list[str] = []
    while box is not None and len(steps) < levels:
        steps.append(_step(box.tag, box.style))
        box = box.parent
    steps.reverse()
    return BELOW.join(steps)


class Spots:
    """The spots of a page's blocks; what is around a block is put together once for all that it is around."""

    def __init__(self) -> None:
        self._around: dict[Box, str] = {}

    def of(self, block: Block) -> str:
        """The path of a block, with " > a" behind it where the line leads elsewhere; "" on a page without markup.

        One list holds points of the text, the next one, of the same make, links to other articles.
        """
        box = block.box
        if box is None:
            return ""
        step, parent = _step(box.tag, box.style), box.parent
        if parent is not None:
            around = self._around.get(parent)
            if around is None:
                around = self._around[parent] = path(parent, LEVELS - 1) + BELOW
            step = around + step
        return step + LINK if leads_elsewhere(block) else step


def place(box: Box | None) -> str:
    """The tags of the element and of the one around it; "" on a page without markup.

    No class names: on many sites these change with every release, the texts do not.
    """
    if box is None:
        return ""
    return box.tag if box.parent is None else box.parent.tag + BELOW + box.tag


@lru_cache(maxsize=4_096)
def _step(tag: str, style: str) -> str:
    names = [name for name in style.split()[:6] if _CLASS.fullmatch(name)]
    return ".".join([tag, *names[:3]])


def shape(text: str) -> str:
    """The text with numbers as 0, days and months as D, capitalised words as N; "" where little else is left."""
    if len(text) > LONGEST_KEY:
        return ""
    out: list[str] = []
    for at, token in enumerate(_TOKEN.findall(text)):
        mark = _mark(token, first=not at)
        if not (out and mark and (out[-1] == mark or (out[-1], mark) == ("N", "0"))):  # "Model 7 Pro" is one name
            out.append(mark or token)
    literal = sum(token not in {"N", "D", "0"} and token[0].isalpha() for token in out)
    return " ".join(out) if literal >= 2 and any(token in {"N", "D", "0"} for token in out) else ""


def opening(text: str) -> str:
    """What the text's shape begins with, if it has one: a look that costs little."""
    found = _TOKEN.search(text)
    return (_mark(found[0], first=True) or found[0]) if found else ""


def _mark(token: str, *, first: bool) -> str:
    if token[0].isdigit():
        return "0"
    if token.casefold() in calendar():
        return "D"
    return "N" if token[0].isupper() and not first else ""


@cache
def calendar() -> frozenset[str]:
    """Months and weekdays, whole and shortened, in lower case."""
    return words("date", "months") | words("date", "weekdays")
