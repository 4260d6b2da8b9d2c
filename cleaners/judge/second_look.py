"""Features of the second look: how a first verdict on each block sits among the verdicts on its neighbours."""

import numpy as np
from numpy.typing import NDArray

from cleaners.judge.features import Floats, Sheet, shift
from cleaners.judge.kinship import Ints

LONGEST = 2_000.0  # characters of a block that count; longer ones would drown the rest of the page


def group_mean(group: Ints, values: NDArray[np.floating], weights: NDArray[np.floating] | None = None) -> Floats:
    """Mean of the values over each row's group."""
    if weights is None:
        return np.asarray((np.bincount(group, values) / np.bincount(group))[group], dtype=np.float32)
    total = np.maximum(np.bincount(group, weights), 1e-9)
    return np.asarray((np.bincount(group, values * weights) / total)[group], dtype=np.float32)


def surroundings(first: Floats, sheet: Sheet) -> Floats:
    """A column for each way in which neighbours, parent and style of a block were judged."""
    size = np.minimum(sheet.size, LONGEST).astype(np.float64)
    mass = first * size
    total = max(1e-9, float(mass.sum()))
    columns: list[NDArray[np.floating]] = [first]
    columns += [shift(first, step) for reach in (1, 2, 3) for step in (reach, -reach)]
    for group in (sheet.parents, sheet.styles):
        columns += [group_mean(group, first), group_mean(group, first, size), np.bincount(group, mass)[group] / total]
    before = np.cumsum(mass)
    columns += [(before - mass) / total, (total - before) / total]
    columns += [_flat(first, value) for value in (np.log1p(total), first.max(), (first * (1 - first)).mean())]
    columns += [_window(first, reach) for reach in (5, 15)]
    columns += [_since(first), _since(first[::-1])[::-1]]
    return np.array(columns, dtype=np.float32).T


def witnessed(share: Floats, sheet: Sheet) -> Floats:
    """Columns for the share of each block that a witness keeps: its own, its neighbours', its groups'."""
    columns: list[NDArray[np.floating]] = [share, *(shift(share, step) for step in (1, -1, 2, -2))]
    columns += [group_mean(group, share) for group in (sheet.parents, sheet.styles)]
    return np.array(columns, dtype=np.float32).T


def _flat(like: Floats, value: float) -> Floats:
    return np.full(len(like), value, dtype=np.float32)


def _window(values: Floats, reach: int) -> Floats:
    """Mean over `reach` blocks around each."""
    if len(values) < reach:
        return _flat(values, float(values.mean()))
    return np.convolve(values, np.ones(reach) / reach, "same").astype(np.float32)


def _since(values: Floats) -> Floats:
    """How many blocks since one that was surely kept, 99 at most."""
    order = np.arange(len(values))
    last = np.maximum.accumulate(np.where(values > 0.7, order, -99))
    return np.minimum(order - last, 99).astype(np.float32)
