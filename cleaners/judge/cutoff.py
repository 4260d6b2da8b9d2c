"""Where to cut between blocks that stay and blocks that go."""

import numpy as np

from cleaners.judge.features import Floats

HIGHEST, LOWEST = 0.5, 0.3  # of the cut; a page of doubts must not keep everything


def cutoff(probabilities: Floats, size: Floats) -> float:
    """The least probability that stays, such that the expected F1 of the kept text is highest.

    The best cut of a set by F1 lies at half the F1 that it reaches (Lipton, Elkan and Naryanaswamy, Optimal
    thresholding of classifiers to maximize F1 measure, 2014): near one half on a clear page, lower on an unclear one.
    """
    order = np.argsort(-probabilities)
    right = np.cumsum((probabilities * size)[order])
    expected = 2 * right / (np.cumsum(size[order]) + right[-1])
    return float(np.clip(expected.max() / 2, LOWEST, HIGHEST))
