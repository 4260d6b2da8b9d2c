"""Bylines and datelines: who wrote it and when belongs to the record, not to the text."""

from collections.abc import Iterator

from cleaners.context import Context
from cleaners.lines import LONGEST_BYLINE, byline_names, is_date, is_prose, squash
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts

MOST_BYLINES = 5  # more make a list of books, films or letters
LISTED = frozenset(("li", "td", "th", "dd"))
MOST_DATES = 3  # more lines that are dates make a chronicle or a live blog, where they belong to the text


def byline(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks that are a byline: "By …" and names only, or, above or below the text, authors of the record."""
    authors = {squash(name) for name in context.meta.authors}
    lines = [block for block in verdicts.standing(page.blocks) if len(block.text) <= LONGEST_BYLINE]
    named = [block for block in lines if byline_names(block, authors)]
    for block in named if len(named) <= MOST_BYLINES else ():
        yield Finding(block.index, keep=False, reason="byline")
    alone = [block for block in lines if authors and block.tag not in LISTED and squash(block.text) in authors]
    prose = [block.index for block in page.blocks if alone and is_prose(block)]
    for block in alone:
        between = prose and prose[0] < block.index < prose[-1]
        if not (between or block.heading > 1):
            yield Finding(block.index, keep=False, reason="the author's name")


def dateline(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks that are nothing but a date ("Updated 3 May 2024, 10:12"), unless the page is full of them."""
    del context
    found = [block.index for block in verdicts.standing(page.blocks) if is_date(block.text)]
    if len(found) <= MOST_DATES:
        yield from (Finding(index, keep=False, reason="date of publication") for index in found)
