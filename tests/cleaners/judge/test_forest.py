import numpy as np
import pytest

from cleaners.judge.cutoff import cutoff
from cleaners.judge.forest import Forest

# One tree: column 0 above 0.5? If not, leaf 0. If so: column 1 above 2? If not, leaf 1, else leaf 2.
STORED = {
    "f columns": np.array([0, 1]),
    "f borders": np.array([0.5, 2.0]),
    "f questions": np.array([0, 1]),
    "f masks": np.array([0xFFFF & ~0b001, 0xFFFF & ~0b010]),
    "f starts": np.array([0]),
    "f leaves": np.array([[-2.0, -1.0, 1.0]]),
}


def odds(forest: Forest, *row: float) -> float:
    probability = forest.probabilities(np.array([row], dtype=np.float32))[0]
    return float(np.log(probability / (1 - probability)))


@pytest.mark.parametrize(
    ("row", "leaf"), [((0.0, 0.0), -2.0), ((0.0, 3.0), -2.0), ((1.0, 0.0), -1.0), ((1.0, 3.0), 1.0), ((0.5, 3.0), -2.0)]
)
def test_the_leftmost_leaf_that_is_left_counts(row, leaf):
    assert odds(Forest.read(STORED, "f"), *row) == pytest.approx(leaf, abs=1e-4)


def test_trees_add_up():
    two = {
        **STORED,
        "f questions": np.array([0, 1, 1]),
        "f masks": np.array([0xFFFE, 0xFFFD, 0xFFFE]),
        "f starts": np.array([0, 2]),
        "f leaves": np.array([[-2.0, -1.0, 1.0], [0.25, 0.5, 0.0]]),
    }
    assert odds(Forest.read(two, "f"), 1.0, 3.0) == pytest.approx(1.5, abs=1e-4)
    assert odds(Forest.read(two, "f"), 0.0, 0.0) == pytest.approx(-1.75, abs=1e-4)


def test_many_rows_are_judged_alike():
    rows = np.tile(np.array([[1.0, 3.0]], dtype=np.float32), (1_200, 1))
    assert len(set(Forest.read(STORED, "f").probabilities(rows).tolist())) == 1


@pytest.mark.parametrize(
    ("probabilities", "cut"),
    [
        ([0.99, 0.98, 0.01], 0.5),  # a clear page
        ([0.7, 0.4, 0.38], 0.35),  # an unclear one keeps what is likelier right than wrong for its F1
        ([0.01, 0.01], 0.3),  # a page of nothing keeps nothing
    ],
)
def test_the_cut_falls_with_doubt(probabilities, cut):
    size = np.ones(len(probabilities), dtype=np.float32)
    assert cutoff(np.array(probabilities, dtype=np.float32), size) == pytest.approx(cut, abs=0.03)
