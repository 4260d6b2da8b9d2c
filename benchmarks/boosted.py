"""Growing a forest with LightGBM, and writing it down in the form that the judge reads."""

import os
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from cleaners.judge.forest import Floats

PARAMETERS = {
    "objective": "binary", "min_data_in_leaf": 60, "lambda_l2": 8,
    "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1, "max_bin": 127, "use_missing": False,
    "deterministic": True, "force_row_wise": True, "seed": 1, "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forest is: trees, leaves of a tree, and how much of the remaining error each tree may mend."""

    trees: int
    leaves: int
    rate: float


QUICK = Size(trees=160, leaves=16, rate=0.11)  # for every block
THOROUGH = Size(trees=200, leaves=32, rate=0.08)  # for blocks that stay unclear


class Boosted:
    """A forest that learned from a table of blocks."""

    def __init__(self, table: Floats, truth: NDArray[np.float64], weight: NDArray[np.float64], size: Size) -> None:
        """truth: 1 for a row of article text. weight: what a row counts; one of weight 0 is left out."""
        self.size = size
        use = weight > 0
        rows = lightgbm.Dataset(table[use], truth[use], weight=weight[use] / weight[use].mean())
        given = {"num_leaves": size.leaves, "learning_rate": size.rate, "num_threads": os.cpu_count()}
        self.model = lightgbm.train({**PARAMETERS, **given}, rows, size.trees)

    def __call__(self, table: Floats) -> Floats:
        """Probability of each row."""
        return np.asarray(self.model.predict(table), dtype=np.float32)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The forest in the form that `cleaners.judge.forest` reads."""
        questions: dict[tuple[int, float], int] = {}
        nodes: list[tuple[int, int]] = []  # question, leaves that a "yes" rules out
        starts, leaves = [], []
        for tree in self.model.dump_model()["tree_info"]:
            values: list[float] = []
            starts.append(len(nodes))
            _flatten(tree["tree_structure"], questions, nodes, values)
            leaves.append(values + [0.0] * (self.size.leaves - len(values)))
        return {
            f"{name} columns": np.array([column for column, _ in questions], dtype=np.uint16),
            f"{name} borders": np.array([border for _, border in questions], dtype=np.float32),
            f"{name} questions": np.array([question for question, _ in nodes], dtype=np.uint16),
            f"{name} masks": ~np.array([ruled_out for _, ruled_out in nodes], dtype=np.uint32),
            f"{name} starts": np.array(starts, dtype=np.uint16),
            f"{name} leaves": np.array(leaves, dtype=np.float16),
        }


def _flatten(
    node: dict[str, Any], questions: dict[tuple[int, float], int], nodes: list[tuple[int, int]], values: list[float]
) -> None:
    """Append a subtree's leaves, left to right, and its nodes, each with the leaves that an "above" rules out."""
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return
    first = len(values)
    _flatten(node["left_child"], questions, nodes, values)
    ruled_out = sum(1 << leaf for leaf in range(first, len(values)))
    key = (node["split_feature"], node["threshold"])
    nodes.append((questions.setdefault(key, len(questions)), ruled_out))
    _flatten(node["right_child"], questions, nodes, values)
