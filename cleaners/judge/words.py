"""How a block is worded: a linear model over its first and last words, learned from many hosts."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+|\d+|[©@|:»›>…]")
LOOK = 600  # characters at the start of a block whose words count
FIRST, LAST = 10, 4  # words at either end that count


def tokens(text: str) -> set[str]:
    """The signs by which a block's wording is judged: words at both ends, its opening, its close, its length.

    "^" marks an opening, "$" a close, "=" a whole text of up to three words, "#" a length class; digits are folded.
    """
    words = [_fold(word) for word in _WORD.findall(text[:LOOK].lower())]
    signs = {*words[:FIRST], *words[-LAST:], f"#{min(len(words), 64).bit_length()}"}
    if words:
        signs.update(("^" + words[0], "^" + " ".join(words[:2]), "^" + " ".join(words[:3])))
        signs.update(("$" + words[-1], "$" + " ".join(words[-2:])))
    if len(words) <= 3:
        signs.add("=" + " ".join(words))
    return signs


def _fold(word: str) -> str:
    return word if not word.isdecimal() else "0000" if len(word) == 4 else "0"


def score(text: str, weights: Mapping[str, float]) -> float:
    """Log odds that a block worded like this is article text; the empty sign holds the intercept."""
    return weights[""] + sum(weights.get(sign, 0.0) for sign in tokens(text))


def read_weights(rows: str) -> dict[str, float]:
    """Weights by sign, from lines of sign, tab, weight."""
    return {sign: float(weight) for sign, _, weight in (row.rpartition("\t") for row in rows.splitlines())}
