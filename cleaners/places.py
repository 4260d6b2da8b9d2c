"""Where a block stands and what it says, in words that two pages of one site have in common."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b

from cleaners.blocks import Block, Box
from cleaners.phrases import words

LONGEST_KEY = 200  # characters of a text that is remembered whole; of a longer one the opening and a hash
LEVELS = 8  # of elements in a path, from the block upwards
LONG = 40  # characters of a line that pages do not share by chance
LINKED = 0.3  # of a line's characters are the link of "Read our full review of …"
LINK = " > a"
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


def path(box: Box | None) -> str:
    """The element and those around it, outermost first, by tag and class names without numbers in them."""
    steps: list[str] = []
    while box is not None and len(steps) < LEVELS:
        steps.append(_step(box.tag, box.style))
        box = box.parent
    steps.reverse()
    return " > ".join(steps)


def spot(block: Block) -> str:
    """The path of a block, with " > a" behind it where the line leads elsewhere; "" on a page without markup.

    One list holds points of the text, the next one, of the same make, links to other articles.
    """
    return next(spots([block]))


def spots(blocks: Iterable[Block]) -> Iterator[str]:
    """The spot of each block; a path that several elements of one parent have is put together once."""
    paths: dict[tuple[Box | None, str, str], str] = {}
    for block in blocks:
        box = block.box
        if box is None:
            yield ""
            continue
        make = box.parent, box.tag, box.style
        if make not in paths:
            paths[make] = path(box)
        yield paths[make] + LINK if leads_elsewhere(block) else paths[make]


def place(box: Box | None) -> str:
    """The tags of the element and of the one around it; "" on a page without markup.

    No class names: on many sites these change with every release, the texts do not.
    """
    return " > ".join(each.tag for each in (box.parent if box else None, box) if each is not None)


@lru_cache(maxsize=4_096)
def _step(tag: str, style: str) -> str:
    names = [name for name in style.split()[:6] if _CLASS.fullmatch(name)]
    return ".".join([tag, *names[:3]])


def shape(text: str) -> str:
    """The text with numbers as 0, days and months as D, capitalised words as N; "" where little else is left."""
    if len(text) > LONGEST_KEY:
        return ""
    out: list[str] = []
    for mark, token in _marks(text):
        if not (out and mark and (out[-1] == mark or (out[-1], mark) == ("N", "0"))):  # "Model 7 Pro" is one name
            out.append(mark or token)
    literal = sum(token not in {"N", "D", "0"} and token[0].isalpha() for token in out)
    return " ".join(out) if literal >= 2 and any(token in {"N", "D", "0"} for token in out) else ""


def _marks(text: str) -> Iterator[tuple[str, str]]:
    days = calendar()
    for at, token in enumerate(_TOKEN.findall(text)):
        first = token[0]
        if first.isdigit():
            yield "0", token
        elif token.casefold() in days:
            yield "D", token
        elif at and first.isupper():
            yield "N", token
        else:
            yield "", token


@cache
def calendar() -> frozenset[str]:
    """Months and weekdays, whole and shortened, in lower case."""
    return words("date", "months") | words("date", "weekdays")
