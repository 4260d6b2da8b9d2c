"""What the steps decided about each block, and why."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from cleaners.blocks import Block


class Finding(NamedTuple):
    """One decision of one step about one block: dropped (keep=False) or brought back (keep=True), and why.

    `reason` is a short phrase for people, in English, without the block's own text.
    """

    block: int
    keep: bool
    reason: str
    step: str = ""


class Verdicts:
    """The trail of findings of every block. A block nobody spoke about is kept; the last finding decides."""

    __slots__ = ("_kept", "_trails")

    def __init__(self, blocks: int) -> None:
        self._trails: list[tuple[Finding, ...]] = [()] * blocks
        self._kept = [True] * blocks

    def apply(self, step: str, findings: Iterable[Finding]) -> None:
        """Enter a step's findings under its name."""
        for block, keep, reason, _ in findings:
            self._trails[block] += (Finding(block, keep, reason, step),)
            self._kept[block] = keep

    def kept(self, block: int) -> bool:
        """Whether the block stands as of now."""
        return self._kept[block]

    def trail(self, block: int) -> tuple[Finding, ...]:
        """Every finding about the block, oldest first."""
        return self._trails[block]

    def complete(self) -> bool:
        """Whether somebody spoke about every block."""
        return all(self._trails)

    def standing(self, blocks: Sequence[Block]) -> list[Block]:
        """Those of the page's blocks that stand as of now, in document order."""
        return list(compress(blocks, self._kept))
