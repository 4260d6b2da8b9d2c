"""How blocks stand to each other in the tree: every box around a block once, by a number, parents before children."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Block, Box
from cleaners.judge.names import meanings

ANCESTORS = (
    ("article",), ("main",), ("aside",), ("nav",), ("footer",), ("header",), ("figure", "figcaption"), ("ul", "ol"),
    ("table",), ("form", "fieldset"), ("blockquote",), ("section",), ("button", "dialog"), ("details",), ("dl",),
    ("address",), ("li",), ("p",),
)  # fmt: skip
_ANCESTOR_BIT = {tag: 1 << position for position, tags in enumerate(ANCESTORS) for tag in tags}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lineages:
    """What the boxes around the blocks of a page are.

    Lists by a box's number; number 0 is no box, and its own parent. own: meanings of its names. near: also of the two
    boxes around it. tags: bits of `ANCESTORS` for the box and all around it. at: the number of each block's box.
    """

    boxes: list[Box | None] = field(default_factory=lambda: [None])
    parents: list[int] = field(default_factory=lambda: [0])
    own: list[int] = field(default_factory=lambda: [0])
    near: list[int] = field(default_factory=lambda: [0])
    tags: list[int] = field(default_factory=lambda: [0])
    depths: list[int] = field(default_factory=lambda: [0])
    at: list[int] = field(default_factory=list)

    def add(self, box: Box, parent: int) -> int:
        """Enter a box whose parent has a number already; its own number."""
        own = meanings(box.names) if box.names and box.tag not in ("html", "body") else 0
        self.boxes.append(box)
        self.parents.append(parent)
        self.own.append(own)
        self.near.append(own | self.own[parent] | self.own[self.parents[parent]])
        self.tags.append(self.tags[parent] | _ANCESTOR_BIT.get(box.tag, 0))
        self.depths.append(box.depth)
        return len(self.boxes) - 1

    def of_blocks(self, values: Sequence[int]) -> Ints:
        """A list by box as a value for each block."""
        return np.array(values, dtype=np.int64)[self.at]


def lineages(blocks: Sequence[Block]) -> Lineages:
    """The lineage of every box that is an ancestor of a block, each worked out once."""
    found = Lineages()
    numbers: dict[Box | None, int] = {None: 0}
    for block in blocks:
        box, chain = block.box, []
        while box is not None and box not in numbers:
            chain.append(box)
            box = box.parent
        at = numbers[box]
        for each in reversed(chain):
            numbers[each] = at = found.add(each, at)
        found.at.append(at)
    return found


def held_prose(prose: NDArray[np.float64], kin: Lineages) -> NDArray[np.float64]:
    """How much prose each box holds, itself and below."""
    held = [0.0] * len(kin.boxes)
    for at, amount in zip(kin.at, prose.tolist(), strict=True):
        held[at] += amount
    for at in range(len(held) - 1, 0, -1):
        held[kin.parents[at]] += held[at]
    held[0] = 0.0
    return np.array(held)


def deepest(held: NDArray[np.float64], least: float, kin: Lineages) -> int:
    """The deepest box with at least so much prose; 0 where there is none."""
    return int(np.where(held >= least, kin.depths, -1).argmax()) if least > 0 else 0


def inside(best: int, kin: Lineages) -> NDArray[np.bool_]:
    """Whether each block lies in a box; none lies in box 0.

    Boxes are numbered in document order: behind a box stand those inside it, and then one that is not deeper.
    """
    at = np.array(kin.at)
    if not best:
        return np.zeros(len(at), dtype=bool)
    outside = np.array(kin.depths[best + 1 :]) <= kin.depths[best]
    end = best + 1 + int(outside.argmax()) if outside.any() else len(kin.depths)
    return (at >= best) & (at < end)


def branches(main: int, kin: Lineages) -> Ints:
    """How each block hangs off the line from the root to the parent of the main prose.

    Three rows: depth of the last box it shares with that line, boxes below it, and what those are called: a name
    that the whole page bears ("comments-open") says nothing, the same name on the block's own branch says much.
    """
    count = len(kin.boxes)
    shared, below, names = [0] * count, [0] * count, [0] * count
    line = set()
    while main:
        line.add(main)
        main = kin.parents[main]
    for at in range(1, count):
        if at in line:
            shared[at] = kin.depths[at]
        else:
            parent = kin.parents[at]
            shared[at] = shared[parent]
            below[at] = below[parent] + 1
            names[at] = names[parent] | kin.own[at]
    return np.array([shared, below, names], dtype=np.int64)[:, kin.at]
