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
from cleaners.judge.second_look import LONGEST, surroundings, witnessed
from cleaners.judge.words import Wording
from cleaners.page import Page
from cleaners.witness import shares

FOLDER = files("cleaners") / "data" / "judge"
SURE = 0.05  # probability, or its complement, at which a block needs no second look
MOST_UNCLEAR = 60_000  # blocks; an article of 5 MB leaves 43,000, and a second look at more would take seconds


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge thinks of a page.

    probabilities: that each block is article text. doubt: the share of the text it would keep that it expects to get
    wrong, 0 to 1. wording: log odds by the words alone. table: what the second look was given.
    """

    probabilities: Floats
    doubt: float
    sheet: Sheet
    wording: Floats
    table: Floats


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
        wording = np.array([self.words.score(block.text) for block in page.blocks], dtype=np.float32)
        table = side_by_side(measured.table, wording)
        measured = replace(measured, table=table)  # a page of 100,000 blocks has room for one copy, not for two
        probabilities = self.first.probabilities(table)
        table = second_table(table, probabilities, wording, measured)
        unclear = np.flatnonzero((probabilities > SURE) & (probabilities < 1 - SURE))
        if 0 < len(unclear) <= MOST_UNCLEAR:
            probabilities[unclear] = self.second.probabilities(table, unclear)
        return Opinion(probabilities, doubt(probabilities, measured), measured, wording, table)

    def with_witness(self, opinion: Opinion, share: Floats) -> Floats:
        """Probabilities after hearing which share of each block a witness keeps."""
        if self.witnessed is None:
            return opinion.probabilities
        return self.witnessed.probabilities(side_by_side(opinion.table, witnessed(share, opinion.sheet)))


def measure_page(page: Page, meta: Article, stated_body: str) -> Sheet:
    """The features of a page beside its wording: of its blocks, and of what its metadata says the body is."""
    measured = sheet(page, meta.title or "", meta.description or "")
    if not stated_body:
        return replace(measured, table=side_by_side(measured.table, np.full((len(page.blocks), 8), -1.0, np.float32)))
    share = np.array(shares(page.blocks, stated_body), dtype=np.float32)
    covered = float((share * measured.size).sum()) / len(stated_body)
    coverage = np.full(len(share), covered, dtype=np.float32)
    return replace(measured, table=side_by_side(measured.table, coverage, witnessed(share, measured)))


def second_table(table: Floats, first: Floats, wording: Floats, measured: Sheet) -> Floats:
    """What the second look is given: the first one's features, and how verdict and wording sit among neighbours."""
    return side_by_side(table, surroundings(first, measured), surroundings(logistic(wording), measured))


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
