"""On a flattened page: the menu, credit and section lines above the text."""

from collections.abc import Iterator

from cleaners.context import Context
from cleaners.flat import body_start
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts


def front_matter(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what stands above the last line that repeats the headline, or above the byline under it."""
    if page.root is not None or not context.meta.title:
        return
    for index in range(body_start(page.blocks, context.meta.title)):
        if verdicts.kept(index):
            yield Finding(index, keep=False, reason="above the headline")
