"""Why the judge dropped a block, in words: the strongest sign against it, most telling first."""

from collections.abc import Sequence

import numpy as np

from cleaners.judge.features import Floats

_SIGNS: tuple[tuple[str, str, float], ...] = (
    ("branch comment", "stands in a part named as comments", 0.5),
    ("in nav", "stands in a navigation element", 0.5),
    ("in footer", "stands in a footer", 0.5),
    ("in form", "stands in a form", 0.5),
    ("in button", "stands in a button", 0.5),
    ("near navigation", "stands in a part named as navigation", 0.5),
    ("near footer", "stands in a part named as footer", 0.5),
    ("near signup", "stands in a part named as newsletter, login or offer", 0.5),
    ("near advert", "stands in a part named as advertising", 0.5),
    ("near overlay", "stands in a part named as overlay", 0.5),
    ("near social", "stands in a part named as sharing", 0.5),
    ("near related", "stands in a part named as related pages", 0.5),
    ("in figure", "stands in a figure", 0.5),
    ("near caption", "stands in a part named as caption or picture", 0.5),
    ("near byline", "stands in a part named as byline", 0.5),
    ("in aside", "stands in a sidebar", 0.5),
    ("near aside", "stands in a part named as sidebar", 0.5),
    ("link_share", "is mostly links", 0.5),
    ("copies", "stands on the page more than once", 1.5),
    ("title overlap", "repeats the title", 0.6),
)
AGAINST = -1.5  # log odds of a wording that speaks for itself


_PHRASES = [phrase for _, phrase, _ in _SIGNS] + [
    "is worded like site chrome",
    "stands outside the main text",
    "is unlike the text around it",
]


def reasons(names: Sequence[str], table: Floats, wording: Floats) -> list[str]:
    """A phrase for each row of the table, whose columns are named by `names`."""
    place = {name: at for at, name in enumerate(names)}
    columns = table.T
    signs = columns[[place[name] for name, _, _ in _SIGNS]] > np.array([[border] for _, _, border in _SIGNS])
    rest = (wording < AGAINST, columns[place["main parent"]] == 0, np.ones(len(table), dtype=bool))
    return [_PHRASES[at] for at in np.vstack((signs, *rest)).argmax(axis=0).tolist()]
