"""How blocks stand to each other in the tree: every box around a block once, by a number, parents before children."""

from collections.abc import Sequence
from dataclasses import dataclass

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

    By a box's number; number 0 is no box, and its own parent. own: meanings of its names. near: also of the two boxes
    around it. tags: bits of `ANCESTORS` for the box and all around it. at: the number of each block's box.
    """

    boxes: Sequence[Box | None]
    parents: Sequence[int]
    own: Sequence[int]
    near: Sequence[int]
    tags: Sequence[int]
    depths: Ints
    at: Ints

    def of_blocks(self, values: Sequence[int]) -> Ints:
        """A list by box as a value for each block."""
        return np.array(values, dtype=np.int64)[self.at]


def lineages(blocks: Sequence[Block]) -> Lineages:
    """The lineage of every box that is an ancestor of a block, each worked out once."""
    boxes: list[Box | None] = [None]
    parents, own, near, tags = [0], [0], [0], [0]
    numbers: dict[Box | None, int] = {None: 0}
    places = []
    for block in blocks:
        box, chain = block.box, []
        while box is not None and box not in numbers:
            chain.append(box)
            box = box.parent
        at = numbers[box]
        for each in reversed(chain):
            means = meanings(each.names) if each.names and each.tag not in ("html", "body") else 0
            near.append(means | own[at] | own[parents[at]])
            tags.append(tags[at] | _ANCESTOR_BIT.get(each.tag, 0))
            own.append(means)
            parents.append(at)
            numbers[each] = at = len(boxes)
            boxes.append(each)
        places.append(at)
    depths = np.array([box.depth if box else 0 for box in boxes], dtype=np.int64)
    return Lineages(boxes, parents, own, near, tags, depths, np.array(places, dtype=np.int64))


def held_prose(prose: NDArray[np.float64], kin: Lineages) -> NDArray[np.float64]:
    """How much prose each box holds, itself and below."""
    held = np.bincount(kin.at, prose, len(kin.boxes)).tolist()
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
    if not best:
        return np.zeros(len(kin.at), dtype=bool)
    outside = np.flatnonzero(kin.depths[best + 1 :] <= kin.depths[best])
    end = best + 1 + outside[0] if len(outside) else len(kin.depths)
    return np.asarray((kin.at >= best) & (kin.at < end))


def branches(main: int, kin: Lineages) -> Ints:
    """How each block hangs off the line from the root to the parent of the main prose.

    Three rows: depth of the last box it shares with that line, boxes below it, and what those are called: a name
    that the whole page bears ("comments-open") says nothing, the same name on the block's own branch says much.
    """
    count, depths = len(kin.boxes), kin.depths.tolist()
    shared, below, names = [0] * count, [0] * count, [0] * count
    line = set()
    while main:
        line.add(main)
        main = kin.parents[main]
    for at in range(1, count):
        if at in line:
            shared[at] = depths[at]
        else:
            parent = kin.parents[at]
            shared[at] = shared[parent]
            below[at] = below[parent] + 1
            names[at] = names[parent] | kin.own[at]
    return np.array([shared, below, names], dtype=np.int64)[:, kin.at]
