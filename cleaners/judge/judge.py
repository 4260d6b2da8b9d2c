"""The judge: two looks at every block, and trafilatura as a witness for pages it is unsure of."""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Self

import numpy as np

from cleaners.article import Article
from cleaners.judge.features import Floats, Sheet, sheet, side_by_side
from cleaners.judge.forest import Forest, logistic
from cleaners.judge.kinship import Ints
from cleaners.judge.second_look import LONGEST, surroundings, witnessed
from cleaners.judge.words import Wording
from cleaners.page import Page
from cleaners.witness import shares

FOLDER = files("cleaners") / "data" / "judge"
SURE = 0.05  # probability, or its complement, at which a block needs no second look
LEAST = 1e-4  # probability; what is less, or its complement, counts as this
MOST_UNCLEAR = 60_000  # blocks; an article of 5 MB leaves 43,000, and a second look at more would take seconds


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks of a page.

    probabilities: that each block is article text. doubt: the share of the text it would keep that it expects to get
    wrong, 0 to 1. first: the probabilities after the first look. wording: log odds by the words alone, NaN where the
    first look needed none.
    """

    probabilities: Floats
    doubt: float
    sheet: Sheet
    first: Floats
    wording: Floats


@dataclass(frozen=True, slots=True)
class Judge:
    """Forests for one kind of page, and the weights of words.

    `witnessed` is None where there is no witness to ask (text without markup).
    """

    first: Forest
    second: Forest
    witnessed: Forest | None
    words: Wording

    @classmethod
    def load(cls, kind: str, folder: Traversable = FOLDER) -> Self:
        """The judge for "page" (markup) or "text" (without), read from the package's data or another folder."""
        with as_file(folder / f"{kind}.npz") as path, np.load(path) as stored:
            arrays = dict(stored)
        forests = [Forest.read(arrays, name) for name in ("first", "second")]
        witness = Forest.read(arrays, "witnessed") if "witnessed columns" in arrays else None
        words = Wording((folder / "words.tsv").read_text(encoding="utf-8"))
        return cls(forests[0], forests[1], witness, words)

    def opinion(self, page: Page, meta: Article, stated_body: str) -> Opinion:
        """Look at every block of a page that has at least one, and again at those that stay unclear."""
        measured = measure_page(page, meta, stated_body)
        first = self.first.probabilities(measured.table)
        again = unclear(first)
        wording = np.full(len(first), np.nan, dtype=np.float32)
        wording[again] = [self.words.score(page.blocks[at].text) for at in again.tolist()]
        probabilities = first.copy()
        if len(again):
            probabilities[again] = self.second.probabilities(second_table(first, wording, measured), again)
        return Opinion(probabilities, doubt(probabilities, measured), measured, first, wording)

    def with_witness(self, opinion: Opinion, share: Floats) -> Floats:
        """Probabilities after hearing which share of each block a witness keeps."""
        if self.witnessed is None:
            return opinion.probabilities
        table = second_table(opinion.first, opinion.wording, opinion.sheet)
        return self.witnessed.probabilities(side_by_side(table, witnessed(share, opinion.sheet)))


def measure_page(page: Page, meta: Article, stated_body: str) -> Sheet:
    """The features of a page beside its wording: of its blocks, and of what its metadata says the body is."""
    measured = sheet(page, meta.title or "", meta.description or "")
    if not stated_body:
        return replace(measured, table=side_by_side(measured.table, np.full((len(page.blocks), 8), -1.0, np.float32)))
    share = np.array(shares(page.blocks, stated_body), dtype=np.float32)
    covered = float((share * measured.size).sum()) / len(stated_body)
    coverage = np.full(len(share), covered, dtype=np.float32)
    return replace(measured, table=side_by_side(measured.table, coverage, witnessed(share, measured)))


def unclear(first: Floats) -> Ints:
    """Which blocks need a second look after the first one's probabilities; none where that would take too long."""
    rows = np.flatnonzero((first > SURE) & (first < 1 - SURE))
    return rows if len(rows) <= MOST_UNCLEAR else rows[:0]


def second_table(first: Floats, wording: Floats, measured: Sheet) -> Floats:
    """What the second look is given: the first one's features, the wording, and how both sit among neighbours.

    Where the wording is not known (NaN), the first look's log odds stand for it.
    """
    sure = np.clip(first, LEAST, 1 - LEAST)
    words = np.where(np.isnan(wording), np.log(sure / (1 - sure)), wording)
    return side_by_side(measured.table, words, surroundings(first, measured), surroundings(logistic(words), measured))


def doubt(probabilities: Floats, measured: Sheet) -> float:
    """Expected share of wrong text, weighted by size, among what would be kept."""
    size = np.minimum(measured.size, LONGEST)
    kept = float((probabilities * size).sum())
    wrong = float((np.minimum(probabilities, 1 - probabilities) * size).sum())
    return min(1.0, wrong / kept) if kept else 1.0


@cache
def judge_for(kind: str) -> Judge:
    """The judge for "page" or "text", loaded once a process."""
    return Judge.load(kind)
