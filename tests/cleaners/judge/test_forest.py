import numpy as np
import pytest

from cleaners.judge.forest import Forest

# One tree of two questions: is column 0 above 0.5, is column 1 above 2? Leaf number: first answer + 2 * second answer.
STORED = {
    "f columns": np.array([0, 1], dtype=np.uint16),
    "f borders": np.array([0.5, 2.0]),
    "f trees": np.array([[0, 1]], dtype=np.uint16),
    "f leaves": np.array([[-2.0, -1.0, 1.0, 2.0]]),
    "f bias": np.array(0.0),
}


def odds(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


@pytest.mark.parametrize(
    ("row", "leaf"), [((0.0, 0.0), -2.0), ((1.0, 0.0), -1.0), ((0.0, 3.0), 1.0), ((1.0, 3.0), 2.0), ((0.5, 2.0), -2.0)]
)
def test_answers_number_the_leaf(row, leaf):
    forest = Forest.read(STORED, "f")
    assert odds(forest.probabilities(np.array([row], dtype=np.float32))[0]) == pytest.approx(leaf, abs=1e-4)


def test_trees_and_bias_add_up():
    both = {**STORED, "f trees": np.array([[0, 1], [1, 0]]), "f leaves": np.array([[0, 1, 2, 4], [0, 8, 16, 0]])}
    forest = Forest.read({**both, "f bias": np.array(-6.0)}, "f")
    # column 0 is not above, column 1 is: leaf 2 of the first tree, leaf 1 of the second
    assert odds(forest.probabilities(np.array([[0.0, 3.0]], dtype=np.float32))[0]) == pytest.approx(2 + 8 - 6, abs=1e-2)
