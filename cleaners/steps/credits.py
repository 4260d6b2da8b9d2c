"""Photo credits and captions."""

import re
from collections.abc import Iterator
from functools import cache

from cleaners.blocks import Box
from cleaners.context import Context
from cleaners.lines import is_names
from cleaners.page import Page
from cleaners.phrases import phrases, words
from cleaners.verdicts import Finding, Verdicts

LONGEST = 160  # characters of a credit line
LONGEST_CAPTION = 400
LEVELS = 6  # from a block up to its figcaption
CREDIT = 90  # characters at the end of a caption that may name its author


def credits_and_captions(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks under `<figcaption>` and lines that open as a photo credit does."""
    del context
    credit = phrases("credits")
    for block in verdicts.standing(page.blocks):
        if _in_caption(block.box):
            yield Finding(block.index, keep=False, reason="caption of a figure")
        elif not block.heading and len(block.text) <= LONGEST_CAPTION and _ends_in_credit(block.text):
            yield Finding(block.index, keep=False, reason="caption with its credit")
        elif not block.heading and len(block.text) <= LONGEST and credit.sort(block.text):
            yield Finding(block.index, keep=False, reason="photo credit")


def _in_caption(box: Box | None) -> bool:
    for _ in range(LEVELS):
        if box is None or box.tag == "figcaption":
            break
        box = box.parent
    return box is not None and box.tag == "figcaption"


def _ends_in_credit(text: str) -> bool:
    """Whether a line ends in "Photo: Ada Stone" or the like: a caption."""
    found = _ending().search(text[-CREDIT:])
    return found is not None and is_names(found[1])


@cache
def _ending() -> re.Pattern[str]:
    openings = "|".join(map(re.escape, sorted(words("credits", "within"), key=len, reverse=True)))
    return re.compile(rf"[\s.(](?:{openings})\s*([^.:!?]{{2,60}})\.?\)?$", re.IGNORECASE)
