"""Evaluating a boosted forest of oblivious trees with numpy alone.

In an oblivious (symmetric) tree every node of a level asks the same question, so that the answers, read as bits, are
the number of the leaf (Prokhorenkova et al., CatBoost: unbiased boosting with categorical features, 2018).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """`columns[t, k]` above `borders[t, k]` sets bit k of the leaf of tree t; its value adds to the log odds.

    Each tree's borders are given as places in `questions`, the distinct (column, border) pairs of the whole forest.
    """

    question_columns: NDArray[np.int32]
    question_borders: Floats
    trees: NDArray[np.int32]
    leaves: Floats
    bias: float

    @classmethod
    def read(cls, stored: dict[str, NDArray[np.generic]], prefix: str) -> Self:
        """The forest stored under a prefix in a .npz file."""
        return cls(
            question_columns=stored[f"{prefix} columns"].astype(np.int32),
            question_borders=stored[f"{prefix} borders"].astype(np.float32),
            trees=stored[f"{prefix} trees"].astype(np.int32),
            leaves=stored[f"{prefix} leaves"].astype(np.float32),
            bias=float(stored[f"{prefix} bias"].astype(np.float64)),
        )

    def probabilities(self, table: Floats) -> Floats:
        """For each row of the table, the probability of yes."""
        answers = (table[:, self.question_columns] > self.question_borders).astype(np.uint16)
        leaf = np.zeros((len(table), len(self.trees)), dtype=np.uint16)
        for level in range(self.trees.shape[1]):
            leaf |= answers[:, self.trees[:, level]] << np.uint16(level)
        odds = self.leaves[np.arange(len(self.trees)), leaf].sum(axis=1) + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)
