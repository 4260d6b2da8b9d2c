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
LEAVES = 16  # of a tree, at most: a set of leaves is a 16-bit number
NODES = LEAVES - 1
ALL = 0xFFFF
ROWS = 512  # judged at once, so that a page of any length needs little memory


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

    def probabilities(self, table: Floats) -> Floats:
        """For each row of the table, the probability of yes."""
        odds = np.concatenate([self._odds(table[at : at + ROWS]) for at in range(0, len(table), ROWS)])
        return logistic(odds)

    def _odds(self, table: Floats) -> Floats:
        """Trees by rows throughout: a node's answers for all rows lie side by side."""
        above = table.T[self.columns] > self.borders[:, None]
        spared = np.where(above, np.uint16(0), np.uint16(ALL))
        possible = np.full((self.masks.shape[1], len(table)), ALL, dtype=np.uint16)
        for questions, masks in zip(self.questions, self.masks, strict=True):
            possible &= spared[questions] | masks[:, None]
        leaf = np.bitwise_count((possible & (~possible + np.uint16(1))) - np.uint16(1))
        return np.asarray(np.take_along_axis(self.leaves, leaf.astype(np.int64), axis=1).sum(axis=0))
