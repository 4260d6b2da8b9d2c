"""How blocks stand to each other in the tree, each box looked at once: lineages hold parents before children."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Block, Box
from cleaners.judge.measures import Lineage

Lineages = Mapping[Box | None, Lineage]


def held_prose(blocks: Sequence[Block], prose: NDArray[np.float64], known: Lineages) -> dict[Box, float]:
    """How much prose each box holds, itself and below."""
    held = {box: 0.0 for box in known if box is not None}
    for block, amount in zip(blocks, prose.tolist(), strict=True):
        if block.box is not None:
            held[block.box] += amount
    for box in reversed(list(held)):
        if box.parent is not None:
            held[box.parent] += held[box]
    return held


def deepest(held: Mapping[Box, float], least: float) -> Box | None:
    """The deepest box with at least so much prose."""
    return max((box for box, amount in held.items() if amount >= least > 0), key=lambda box: box.depth, default=None)


def inside(blocks: Sequence[Block], best: Box | None, known: Lineages) -> NDArray[np.bool_]:
    """Whether each block lies in a box."""
    within: dict[Box | None, bool] = {None: False}
    for box in known:
        if box is not None:
            within[box] = box is best or within[box.parent]
    return np.array([within[block.box] for block in blocks])


def branches(blocks: Sequence[Block], main: Box | None, known: Lineages) -> NDArray[np.int64]:
    """How each block hangs off the line from the root to the parent of the main prose.

    Three columns: depth of the last box it shares with that line, boxes below it, and what those are called: a name
    that the whole page bears ("comments-open") says nothing, the same name on the block's own branch says much.
    """
    line = set()
    while main is not None:
        line.add(main)
        main = main.parent
    found: dict[Box | None, tuple[int, int, int]] = {None: (0, 0, 0)}
    for box, lineage in known.items():
        if box is None:
            continue
        if box in line:
            found[box] = (box.depth, 0, 0)
        else:
            shared, below, names = found[box.parent]
            found[box] = (shared, below + 1, names | lineage.own)
    return np.array([found[block.box] for block in blocks], dtype=np.int64)
