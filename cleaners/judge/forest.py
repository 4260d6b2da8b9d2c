"""Evaluating a boosted forest with numpy alone.

Trees as in QuickScorer (Lucchese et al., QuickScorer: a fast algorithm to rank documents with additive ensembles of
regression trees, SIGIR 2015): each question that is answered "above" rules out the leaves on its left, and what a row
ends in is the leftmost leaf that no question ruled out. No tree is walked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
CACHED = 1_500_000  # bytes that are worked out at once: more leave the processor's cache, less pay for every call


def logistic(odds: Floats) -> Floats:
    """Probabilities for log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Forest:
    """Whether column `columns[q]` is above `borders[q]` is question q.

    Node k of tree t asks `questions[k, t]` and leaves `masks[k, t]` over where the answer is yes; `leaves[t]` holds
    what each leaf adds to the log odds. A set of leaves is a number with a bit a leaf.
    """

    columns: NDArray[np.int64]
    borders: Floats
    questions: NDArray[np.int64]
    masks: NDArray[np.unsignedinteger[Any]]
    leaves: Floats

    @classmethod
    def read(cls, stored: Mapping[str, NDArray[np.generic]], prefix: str) -> Self:
        """The forest stored under a prefix in a .npz file: nodes one behind the other, and where each tree starts."""
        questions = stored[f"{prefix} questions"].astype(np.int64)
        starts = stored[f"{prefix} starts"].astype(np.int64)
        leaves = stored[f"{prefix} leaves"].astype(np.float32)
        bits: type[np.unsignedinteger[Any]] = np.uint16 if leaves.shape[1] <= 16 else np.uint32
        nodes = np.diff(starts, append=len(questions))
        trees = np.repeat(np.arange(len(starts)), nodes)
        place = np.arange(len(questions)) - starts[trees]
        padded = np.zeros((nodes.max(), len(starts)), dtype=np.int64)
        padded[place, trees] = questions
        masks = np.full(padded.shape, np.iinfo(bits).max, dtype=bits)
        masks[place, trees] = stored[f"{prefix} masks"].astype(bits)
        return cls(
            columns=stored[f"{prefix} columns"].astype(np.int64),
            borders=stored[f"{prefix} borders"].astype(np.float32),
            questions=padded,
            masks=masks,
            leaves=leaves,
        )

    def probabilities(self, table: Floats, rows: Ints | None = None) -> Floats:
        """For each row of the table, or for those named, the probability of yes.

        Columns that lie one behind the other are read fastest.
        """
        columns = np.ascontiguousarray(table.T)
        count = len(table) if rows is None else len(rows)
        step = max(1, CACHED // self.masks.nbytes)
        parts = (slice(at, at + step) for at in range(0, count, step))
        odds = [self._odds(columns[:, part if rows is None else rows[part]]) for part in parts]
        return logistic(np.concatenate(odds))

    def _odds(self, columns: Floats) -> Floats:
        """Nodes by trees by rows throughout: a node's answers for all rows lie side by side."""
        above = np.take(columns, self.columns, axis=0, mode="clip") > self.borders[:, None]
        spared = np.subtract(above.view(np.int8), 1, dtype=f"i{self.masks.itemsize}")  # all bits, or none
        left_over = np.take(spared.view(self.masks.dtype), self.questions, axis=0, mode="clip")
        left_over |= self.masks[:, :, None]
        possible = np.bitwise_and.reduce(left_over, axis=0)
        leaf = np.bitwise_count((possible & (~possible + 1)) - 1)
        first_leaf = np.arange(0, self.leaves.size, self.leaves.shape[1])
        return np.asarray(self.leaves.ravel().take(leaf + first_leaf[:, None]).sum(axis=0))
