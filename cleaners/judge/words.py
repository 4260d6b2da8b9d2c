"""How a block is worded: a linear model over its first and last words, learned from many hosts."""

import re
from functools import lru_cache
from math import fsum

_WORD = re.compile(r"[^\W\d_]+|\d+|[©@|:»›>…]")
SHORT = 60  # characters of a text that other pages may hold as well: its score is remembered
LOOK = 600  # characters at the start of a block whose words count
FIRST, LAST = 10, 4  # words at either end that count


def tokens(text: str) -> set[str]:
    """The signs by which a block's wording is judged: words at both ends, its opening, its close, its length.

    "^" marks an opening, "$" a close, "=" a whole text of up to three words, "#" a length class; digits are folded.
    """
    words = _WORD.findall(text[:LOOK].lower())
    count = len(words)
    first, last = words[:FIRST], words[-LAST:]
    if any(map(str.isdecimal, first)) or any(map(str.isdecimal, last)):
        first, last = [_fold(word) for word in first], [_fold(word) for word in last]
    signs = {*first, *last, f"#{min(count, 64).bit_length()}"}
    if words:
        two = " ".join(first[:2])
        signs.update((f"^{first[0]}", f"^{two}", f"^{' '.join(first[:3])}", f"${last[-1]}", f"${' '.join(last[-2:])}"))
    if count <= 3:
        signs.add(f"={' '.join(first)}")
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
