"""How a block is worded: a linear model over its first and last words, learned from many hosts."""

import re
from functools import lru_cache
from math import fsum

_WORD = re.compile(r"[^\W\d_]+|\d+|[©@|:»›>…]")
_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+|[@|:>]")  # the same in lower-case ASCII, in half the time
SHORT = 60  # characters of a text that other pages may hold as well: its score is remembered
LOOK = 600  # characters at the start of a block whose words count
FIRST, LAST = 10, 4  # words at either end that count


def tokens(text: str) -> set[str]:
    """The signs by which a block's wording is judged: words at both ends, its opening, its close, its length.

    "^" marks an opening, "$" a close, "=" a whole text of up to three words, "#" a length class; digits are folded.
    """
    lower = text[:LOOK].lower()
    words = (_ASCII_WORD if lower.isascii() else _WORD).findall(lower)
    count = len(words)
    first, last = words[:FIRST], words[-LAST:]
    if not "".join(first + last).isalpha():
        first, last = [_fold(word) for word in first], [_fold(word) for word in last]
    signs = {*first, *last, f"#{min(count, 64).bit_length()}"}
    if words:
        opening, close = " ".join(first[:2]), " ".join(last[-2:])
        signs.update(("^" + first[0], "^" + opening, "^" + " ".join(first[:3]), "$" + last[-1], "$" + close))
    if count <= 3:
        signs.add("=" + " ".join(first))
    return signs


def _fold(word: str) -> str:
    return word if not word.isdecimal() else "0000" if len(word) == 4 else "0"


class Wording:
    """Weights by sign; the empty sign holds the intercept."""

    def __init__(self, rows: str) -> None:
        """rows: lines of sign, tab, weight."""
        self._weights = {sign: float(weight) for sign, _, weight in (row.rpartition("\t") for row in rows.splitlines())}
        self._short_score = lru_cache(maxsize=4_096)(self._score)

    def score(self, text: str) -> float:
        """Log odds that a block worded like this is article text."""
        return self._short_score(text) if len(text) <= SHORT else self._score(text)

    def _score(self, text: str) -> float:
        signs = tokens(text)
        signs.add("")
        return fsum(filter(None, map(self._weights.get, signs)))  # the same in whatever order a set is
