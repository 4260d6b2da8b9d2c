"""Which blocks are the article: trafilatura's answer, mapped back onto the blocks."""

from collections.abc import Iterator

from cleaners.context import Context
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts
from cleaners.witness import trafilatura_share


def main_content(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop each block of which trafilatura kept less than half the words."""
    if page.root is None or context.options.fast:
        return
    for block, share in zip(page.blocks, trafilatura_share(page), strict=True):
        if verdicts.kept(block.index) and share < 0.5:
            yield Finding(block.index, keep=False, reason="outside the main content")
