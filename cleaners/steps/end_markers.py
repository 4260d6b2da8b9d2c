"""The line behind which no article goes on: "comments powered by Disqus", "More News", "Topics: …"."""

from collections.abc import Iterator

from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.lines import is_prose
from cleaners.page import Page
from cleaners.phrases import phrases
from cleaners.verdicts import Finding, Verdicts

REASONS = {
    "comments": "start of the comments",
    "related": "start of a list of other articles",
    "topics": "list of topics",
    "author": "box about the author",
}
PASSING = frozenset(("topics", "author"))  # may stand above the text as well: they end nothing alone


def end_markers(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop marker lines, and all that stands behind the first one with enough text before it and none behind."""
    del context
    markers = phrases("end")
    standing = [page.blocks[index] for index in verdicts.standing()]
    sorts = [markers.sort(block.text) for block in standing]
    end = _end(standing, sorts)
    for at, (block, sort) in enumerate(zip(standing, sorts, strict=True)):
        if sort:
            yield Finding(block.index, keep=False, reason=REASONS.get(sort, sort))
        elif at > end:
            yield Finding(block.index, keep=False, reason="behind the end of the article")


def _end(standing: list[Block], sorts: list[str]) -> int:
    """The place of the marker that ends the article; past the last block where there is none.

    Comments may be longer than the article; behind any other marker there must be no running text.
    """
    prose = [len(block.text) if is_prose(block) else 0 for block in standing]
    before, behind = 0, sum(prose)
    for at, sort in enumerate(sorts):
        before, behind = before + prose[at], behind - prose[at]
        if sort and sort not in PASSING and before and (not behind or (sort == "comments" and before > 300)):
            return at
    return len(standing)
