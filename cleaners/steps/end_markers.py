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
    lines = [block for block in page.blocks if verdicts.kept(block.index) or _recurs(verdicts, block.index)]
    sorts = [markers.sort(block.text) for block in lines]
    end = _end([block if verdicts.kept(block.index) else None for block in lines], sorts)
    for at, (block, sort) in enumerate(zip(lines, sorts, strict=True)):
        if not verdicts.kept(block.index):
            continue
        if sort:
            yield Finding(block.index, keep=False, reason=REASONS.get(sort, sort))
        elif at > end:
            yield Finding(block.index, keep=False, reason="behind the end of the article")


def _recurs(verdicts: Verdicts, index: int) -> bool:
    """Whether the line is gone because it recurs on the site: it still marks the end."""
    return verdicts.trail(index)[-1].step == "site_chrome"


def _end(lines: list[Block | None], sorts: list[str]) -> int:
    """The place of the marker that ends the article; past the last block where there is none.

    Comments may be longer than the article; behind any other marker there must be no running text.
    """
    prose = [len(block.text) if block is not None and is_prose(block) else 0 for block in lines]
    before, behind = 0, sum(prose)
    for at, sort in enumerate(sorts):
        before, behind = before + prose[at], behind - prose[at]
        if sort and sort not in PASSING and before and (not behind or (sort == "comments" and before > 300)):
            return at
    return len(lines)
