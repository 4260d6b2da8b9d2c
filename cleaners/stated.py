"""A body that the page states in its JSON-LD and does not show: scripts would have put it there."""

from collections.abc import Sequence

from cleaners.blocks import Block
from cleaners.witness import shares

LEAST = 400  # characters of a stated body that is worth taking
SHOWN = 0.3  # of it, at most, may stand on the page: else the page's own blocks are the better text
KEPT = 0.5  # of its length, at most, was kept of the page


def hidden_body(blocks: Sequence[Block], kept: int, stated: str) -> tuple[Block, ...]:
    """The paragraphs of the stated body as blocks behind the page's own; none where the page shows it.

    kept: characters of the page's own text that the steps kept.
    """
    if kept > KEPT * len(stated) or not is_hidden(blocks, stated):
        return ()
    lines = (" ".join(line.split()) for line in stated.splitlines())
    return tuple(Block(len(blocks) + at, line) for at, line in enumerate(filter(None, lines)))


def is_hidden(blocks: Sequence[Block], body: str) -> bool:
    """Whether a body is long enough to be worth taking and the page's own blocks hold next to nothing of it."""
    if len(body) < LEAST:
        return False
    share = shares(blocks, body)
    shown = sum(part * len(block.text) for part, block in zip(share, blocks, strict=True))
    return shown <= SHOWN * len(body)
