"""Which blocks are the article: the learned judge, and trafilatura as a witness on news where the judge is unsure."""

from collections.abc import Callable, Iterator

import numpy as np

from cleaners.context import Context
from cleaners.judge.cutoff import cutoff
from cleaners.judge.features import Floats
from cleaners.judge.judge import Judge, Opinion, judge_for
from cleaners.judge.reasons import reasons
from cleaners.page import Page
from cleaners.places import Spots
from cleaners.profile import SiteProfile
from cleaners.steps.known_site import KNOWN
from cleaners.steps.no_article import LD_ARTICLE, is_bare
from cleaners.verdicts import Finding, Verdicts
from cleaners.witness import ask_trafilatura, overwhelming, shares

MOSTLY = 0.6  # of the text
DOUBT = 0.20  # of the text the judge would keep; above it a witness is asked


def main_content(
    page: Page,
    verdicts: Verdicts,
    context: Context,
    judge_for: Callable[[str], Judge] = judge_for,
    most_doubt: float = DOUBT,
) -> Iterator[Finding]:
    """Drop each block that the judge finds unlikely to be article text; it is not asked about a page without any.

    judge_for: gives the judge for "page" or "text". most_doubt: up to which it decides alone.
    """
    if is_bare(page.blocks) or verdicts.complete():
        return
    judge = judge_for("text" if page.root is None else "page")
    opinion = judge.opinion(page, context.meta, context.stated_body)
    probabilities = opinion.probabilities
    asks = opinion.doubt > most_doubt and judge.witnessed is not None and not context.options.fast
    if asks and competent(page) and not _usual(page, verdicts, context.profile):
        probabilities = _heard(page, judge, opinion)
    cut = cutoff(probabilities, opinion.sheet.size)
    why = reasons(opinion.sheet.names, opinion.sheet.table, opinion.wording)
    likely = probabilities.tolist()
    dropped = [at for at, probability in enumerate(likely) if probability < cut and verdicts.kept(at)]
    told = (f"{why[at]} ({round(100 * likely[at])}% article text)" for at in dropped)
    yield from map(Finding, dropped, [False] * len(dropped), told)


def competent(page: Page) -> bool:
    """Whether trafilatura knows pages like this one: news it reads well, of other pages the judge knows more."""
    return LD_ARTICLE.search(page.source) is not None and not overwhelming(page)


def _usual(page: Page, verdicts: Verdicts, profile: SiteProfile | None) -> bool:
    """Whether most of what is not chrome stands where a well-known site has text, or at times has: none knows more."""
    if profile is None or profile.pages < KNOWN:
        return False
    left = verdicts.standing(page.blocks)
    seen, spots = profile.body_paths.keys() | profile.mixed_paths.keys(), Spots()
    usual = sum(len(block.text) for block in left if spots.of(block) in seen)
    return usual > MOSTLY * sum(len(block.text) for block in left)


def _heard(page: Page, judge: Judge, opinion: Opinion) -> Floats:
    """The judge's probabilities, once a witness was heard."""
    share = shares(page.blocks, ask_trafilatura(page))
    return judge.with_witness(opinion, np.array(share, dtype=np.float32))
