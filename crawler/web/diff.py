"""What changed between two versions of a text, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "added", "removed"]
WORD = re.compile(r"\s*\S+")
ALIKE = 0.4  # two paragraphs less alike are one removed and one added
MOST_WORDS = 1_500  # of a paragraph that is compared word by word: the comparison is quadratic


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that are the same, new or gone."""

    change: Change
    text: str


Paragraph = tuple[Piece, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of both, in order."""
    found: list[Paragraph] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [(Piece("same", text),) for text in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Pair each old paragraph with the next new one that is much like it."""
    left = list(new)
    for before in old:
        at = next((at for at, after in enumerate(left) if _alike(before, after)), None)
        if at is None:
            yield (Piece("removed", before),)
            continue
        for after in left[:at]:
            yield (Piece("added", after),)
        yield tuple(_words(before, left[at]))
        del left[: at + 1]
    for after in left:
        yield (Piece("added", after),)


def _alike(before: str, after: str) -> bool:
    first, second = before.split(), after.split()
    if max(len(first), len(second)) > MOST_WORDS:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def _words(before: str, after: str) -> Iterator[Piece]:
    first, second = WORD.findall(before), WORD.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(second[c:d]))
            continue
        if a < b:
            yield Piece("removed", "".join(first[a:b]))
        if c < d:
            yield Piece("added", "".join(second[c:d]))
