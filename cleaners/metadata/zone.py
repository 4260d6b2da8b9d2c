"""The blocks around the headline, where byline and date stand."""

from collections.abc import Iterator, Sequence

from cleaners.blocks import Block
from cleaners.metadata.markup import ELSEWHERE
from cleaners.metadata.strings import key

BEFORE, AFTER = 4, 10  # blocks
MAX_CHARS = 220  # of a block that may be a byline or a dateline


def around(blocks: Sequence[Block], title: str | None) -> Iterator[Block]:
    """Short blocks near the headline, those behind it first; none where the headline is not found."""
    place = _place(blocks, key(title or ""))
    if place is not None:
        window = (
            *blocks[place + 1 : place + 1 + AFTER],
            *reversed(blocks[max(0, place - BEFORE) : place]),
            blocks[place],
        )
        yield from (block for block in window if len(block.text) <= MAX_CHARS)


def _place(blocks: Sequence[Block], title: str) -> int | None:
    """The headline's block: a heading with the title's words, else any such block, else the first top heading."""
    if title:
        holders = [block for block in blocks if len(block.text) < 400 and title in key(block.text)]
        if holders:
            return max(holders, key=lambda block: (block.tag == "h1", block.heading > 0, -block.index)).index
    return next((block.index for block in blocks if block.tag == "h1"), None)


def foreign(block: Block) -> bool:
    """Whether the names of a block's boxes say that it belongs to comments, other articles or the frame."""
    box = block.box
    while box is not None and box.tag not in ("body", "main", "article"):
        if box.tag in ("nav", "footer", "aside") or ELSEWHERE.search(box.names):
            return True
        box = box.parent
    return False
