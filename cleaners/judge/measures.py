"""What each block looks like by itself: its words, its links, its tag and what its ancestors are called."""

import re
from typing import NamedTuple

from cleaners.blocks import Block, Box
from cleaners.judge.names import meanings

TAGS = (
    ("p",), ("li",), ("h1",), ("h2",), ("h3",), ("h4", "h5", "h6"), ("div",), ("td", "th"), ("blockquote",),
    ("figcaption",), ("dt", "dd"), ("button", "summary", "label", "legend"), ("pre",), ("header", "footer", "nav"),
)  # fmt: skip
ANCESTORS = (
    ("article",), ("main",), ("aside",), ("nav",), ("footer",), ("header",), ("figure", "figcaption"), ("ul", "ol"),
    ("table",), ("form", "fieldset"), ("blockquote",), ("section",), ("button", "dialog"), ("details",), ("dl",),
    ("address",), ("li",), ("p",),
)  # fmt: skip
_TAG_BIT = {tag: position for position, tags in enumerate(TAGS) for tag in tags}
_ANCESTOR_BIT = {tag: 1 << position for position, tags in enumerate(ANCESTORS) for tag in tags}
_ENDERS = ".!?…。！？؟।"
_CLOSING = "\"'”’»«“)]』」"
_CJK = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]")
_ENDER = re.compile(r"[.!?…](?=[\s\"'”’»)])|[。！？؟।]")
LOOK = 400  # characters of a block whose letters are counted: as good as all, for a part of the cost
CJK_WEIGHT = 2.5  # a Chinese, Japanese, Korean or Thai character says about as much as this many Latin letters


class Measure(NamedTuple):
    """One block by itself; sizes are in characters, CJK ones weighted."""

    size: float
    words: int
    commas: int
    enders: int
    ends: int
    ends_colon: int
    starts: int
    digits: float
    capitals: float
    breaks: int
    quotes: int
    signs: int
    times: int
    links: int
    link_share: float
    bold_share: float
    tag: int
    own: int
    near: int
    ancestors: int
    depth: int
    prose: float


class Lineage(NamedTuple):
    """What a box and its ancestors are: meanings of its own names, of the nearest three's; tags of all."""

    own: int
    near: int
    tags: int


def lineages(blocks: tuple[Block, ...]) -> dict[Box | None, Lineage]:
    """The lineage of every box that is an ancestor of a block, each worked out once."""
    known: dict[Box | None, Lineage] = {None: Lineage(0, 0, 0)}
    for block in blocks:
        chain = []
        box = block.box
        while box not in known:
            assert box is not None  # noqa: S101  None is known
            chain.append(box)
            box = box.parent
        for each in reversed(chain):
            known[each] = _lineage(each, known)
    return known


def _lineage(box: Box, known: dict[Box | None, Lineage]) -> Lineage:
    parent = known[box.parent]
    own = meanings(box.names) if box.names and box.tag not in ("html", "body") else 0
    grand = known[box.parent.parent].own if box.parent else 0
    return Lineage(own, own | parent.own | grand, parent.tags | _ANCESTOR_BIT.get(box.tag, 0))


def measure(block: Block, lineage: Lineage) -> Measure:
    """Measure one block."""
    text = block.text
    head = text if len(text) <= LOOK else text[:LOOK]
    length = len(head)
    cjk = 0 if head.isascii() else len(_CJK.findall(head))
    size = len(text) * (1 + (CJK_WEIGHT - 1) * cjk / length)
    last = text.rstrip(_CLOSING)[-1:] or text[-1]
    ends = int(last in _ENDERS)
    enders = len(_ENDER.findall(head)) + int(ends and last in ".!?…")
    first = text[0]
    link_share = min(1.0, block.link_chars / len(text))
    inline = meanings(block.inline) if block.inline else 0
    return Measure(
        size=size,
        words=head.count(" ") + 1 + int(cjk / 2),
        commas=head.count(",") + head.count("，") + head.count("、") + head.count("،"),
        enders=enders,
        ends=ends,
        ends_colon=int(last in ":：|»›>"),
        starts=1 if first.islower() else 2 if first.isdigit() else 3 if first in "\"'“‘„«「『" else 0,
        digits=sum(map(str.isdigit, head)) / length,
        capitals=sum(map(str.isupper, head)) / length,
        breaks=text.count("\n"),
        quotes=head.count('"') + head.count("“") + head.count("„") + head.count("«") + head.count("「"),
        signs=int("©" in head) + 2 * int("@" in head or "http" in head) + 4 * int("|" in head or " / " in head),
        times=len(_TIME.findall(head[:200])),
        links=block.links,
        link_share=link_share,
        bold_share=block.bold_chars / len(text),
        tag=_TAG_BIT.get(block.tag, len(TAGS)),
        own=lineage.own | inline,
        near=lineage.near | inline,
        ancestors=lineage.tags,
        depth=block.box.depth if block.box else 0,
        prose=size * (1 - link_share) if enders and size > 60 and link_share < 0.5 else 0.0,
    )
