"""Which blocks are the article: the learned judge, and trafilatura as a witness where the judge is unsure."""

from collections.abc import Iterator

import numpy as np

from cleaners.context import Context
from cleaners.judge.features import Floats
from cleaners.judge.judge import Judge, Opinion, judge_for
from cleaners.judge.reasons import reasons
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts
from cleaners.witness import ask_trafilatura, shares

KEEP = 0.5  # least probability of a block that stays
DOUBT = 0.08  # of the text the judge would keep; above it a witness is asked
WITNESS_CHARS = 1_500_000  # of source, and blocks, that are shown to the witness: it is quadratic on some pages
WITNESS_BLOCKS = 3_000


def main_content(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop each block that the judge finds unlikely to be article text."""
    if not page.blocks:
        return
    judge = judge_for("text" if page.root is None else "page")
    opinion = judge.opinion(page, context.meta, context.stated_body)
    probabilities = _heard(page, judge, opinion, context)
    why = reasons(opinion.sheet.names, opinion.sheet.table, opinion.wording)
    for index in np.flatnonzero(probabilities < KEEP).tolist():
        if verdicts.kept(index):
            yield Finding(index, keep=False, reason=f"{why[index]} ({probabilities[index]:.0%} article text)")


def _heard(page: Page, judge: Judge, opinion: Opinion, context: Context) -> Floats:
    """The judge's probabilities, with a witness heard where it may be asked and is needed."""
    asked = (
        judge.witnessed is not None
        and not context.options.fast
        and opinion.doubt > DOUBT
        and len(page.source) <= WITNESS_CHARS
        and len(page.blocks) <= WITNESS_BLOCKS
    )
    if not asked:
        return opinion.probabilities
    share = shares(page.blocks, ask_trafilatura(page, fast=False))
    return judge.with_witness(opinion, np.array(share, dtype=np.float32))
