"""Evaluating a boosted forest with numpy alone.

Trees as in QuickScorer (Lucchese et al., QuickScorer: a fast algorithm to rank documents with additive ensembles of
regression trees, SIGIR 2015): each question that is answered "above" rules out the leaves on its left, and what a row
ends in is the leftmost leaf that no question ruled out. No tree is walked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LEAVES = 16  # of a tree, at most: a set of leaves is a 16-bit number
NODES = LEAVES - 1
ALL = 0xFFFF
ROWS = 256  # judged at once: what is worked out of them stays in the processor's cache


def logistic(odds: Floats) -> Floats:
    """Probabilities for log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Forest:
    """Whether column `columns[q]` is above `borders[q]` is question q.

    Node k of tree t asks `questions[k, t]` and leaves `masks[k, t]` over where the answer is yes; `leaves[t]` holds
    what each leaf adds to the log odds.
    """

    columns: NDArray[np.int64]
    borders: Floats
    questions: NDArray[np.int64]
    masks: NDArray[np.uint16]
    leaves: Floats

    @classmethod
    def read(cls, stored: Mapping[str, NDArray[np.generic]], prefix: str) -> Self:
        """The forest stored under a prefix in a .npz file: nodes one behind the other, and where each tree starts."""
        questions = stored[f"{prefix} questions"].astype(np.int64)
        starts = stored[f"{prefix} starts"].astype(np.int64)
        trees = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(questions)))
        place = np.arange(len(questions)) - starts[trees]
        padded = np.zeros((NODES, len(starts)), dtype=np.int64)
        padded[place, trees] = questions
        masks = np.full((NODES, len(starts)), ALL, dtype=np.uint16)
        masks[place, trees] = stored[f"{prefix} masks"].astype(np.uint16)
        return cls(
            columns=stored[f"{prefix} columns"].astype(np.int64),
            borders=stored[f"{prefix} borders"].astype(np.float32),
            questions=padded,
            masks=masks,
            leaves=stored[f"{prefix} leaves"].astype(np.float32),
        )

    def probabilities(self, table: Floats, rows: Ints | None = None) -> Floats:
        """For each row of the table, or for those named, the probability of yes.

        Columns that lie one behind the other are read fastest.
        """
        columns = np.ascontiguousarray(table.T)
        count = len(table) if rows is None else len(rows)
        parts = (slice(at, at + ROWS) for at in range(0, count, ROWS))
        odds = [self._odds(columns[:, part if rows is None else rows[part]]) for part in parts]
        return logistic(np.concatenate(odds))

    def _odds(self, columns: Floats) -> Floats:
        """Trees by rows throughout: a node's answers for all rows lie side by side."""
        spared = (columns[self.columns] > self.borders[:, None]).astype(np.uint16) - np.uint16(1)  # all bits, or none
        left_over = spared[self.questions]
        left_over |= self.masks[:, :, None]
        possible = np.bitwise_and.reduce(left_over, axis=0)
        leaf = np.bitwise_count((possible & (~possible + np.uint16(1))) - np.uint16(1))
        first_leaf = np.arange(0, self.leaves.size, self.leaves.shape[1])
        return np.asarray(self.leaves.ravel().take(leaf + first_leaf[:, None]).sum(axis=0))
