"""The line behind which no article goes on: "comments powered by Disqus", "More News", "Topics: …"."""

from collections.abc import Iterator
from itertools import pairwise

from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.lines import is_prose
from cleaners.page import Page
from cleaners.phrases import phrases
from cleaners.steps.site_chrome import SITE
from cleaners.verdicts import Finding, Verdicts

REASONS = {
    "comments": "start of the comments",
    "related": "start of a list of other articles",
    "topics": "list of topics",
    "author": "box about the author",
}
ARTICLE = 300  # characters of running text before the comments
TEASER = 250  # characters of a teaser, at most
PASSING = frozenset(("topics", "author"))  # may stand above the text as well: they end nothing alone


def end_markers(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop marker lines, and all that stands behind the first one with enough text before it and none behind."""
    markers, learned = phrases("end"), context.profile is not None
    known = learned and verdicts.complete()  # the site has its text where it is
    marking = learned and not known
    lines = [each for each in page.blocks if verdicts.kept(each.index) or (marking and _recurs(verdicts, each.index))]
    sorts = [markers.sort(block.text) for block in lines]
    standing = [block if verdicts.kept(block.index) else None for block in lines]
    end = _end(standing, sorts, flat=page.root is None, known=known)
    for at, (block, sort) in enumerate(zip(lines, sorts, strict=True)):
        if not verdicts.kept(block.index):
            continue
        if sort:
            yield Finding(block.index, keep=False, reason=REASONS.get(sort, sort))
        elif at > end:
            yield Finding(block.index, keep=False, reason="behind the end of the article")


def _recurs(verdicts: Verdicts, index: int) -> bool:
    """Whether the line is gone because it recurs on the site: it still marks the end."""
    return verdicts.trail(index)[-1].step in SITE


def _end(lines: list[Block | None], sorts: list[str], *, flat: bool, known: bool) -> int:
    """The place of the marker that ends the article; past the last line where there is none.

    Comments may be longer than the article, but not where each block is known; behind any other marker there must be
    no running text, or, on a page without markup, which cannot tell a teaser by its link, nothing but lines each with
    a short text.
    """
    prose = [len(block.text) if block is not None and is_prose(block) else 0 for block in lines]
    before, behind = 0, sum(prose)
    for at, sort in enumerate(sorts):
        before, behind = before + prose[at], behind - prose[at]
        if not sort or sort in PASSING or not before:
            continue
        if not behind or (sort == "comments" and before > ARTICLE and not known):
            return at
        if flat and 2 * behind < before and _teasers(prose[at + 1 :]):
            return at
    return len(lines)


def _teasers(prose: list[int]) -> bool:
    """Whether no running text is long, and none follows another."""
    return max(prose) <= TEASER and not any(one and other for one, other in pairwise(prose))
