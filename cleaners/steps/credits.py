"""Photo credits and captions."""

from collections.abc import Iterator

from cleaners.blocks import Box
from cleaners.context import Context
from cleaners.page import Page
from cleaners.phrases import phrases
from cleaners.verdicts import Finding, Verdicts

LONGEST = 160  # characters of a credit line


def credits_and_captions(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks under `<figcaption>` and lines that open as a photo credit does."""
    del context
    credit = phrases("credits")
    for block in page.blocks:
        if not verdicts.kept(block.index):
            continue
        if _in_caption(block.box):
            yield Finding(block.index, keep=False, reason="caption of a figure")
        elif not block.heading and len(block.text) <= LONGEST and credit.sort(block.text):
            yield Finding(block.index, keep=False, reason="photo credit")


def _in_caption(box: Box | None) -> bool:
    while box is not None:
        if box.tag == "figcaption":
            return True
        box = box.parent
    return False
