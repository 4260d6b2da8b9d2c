"""Photo credits and captions."""

import re
from collections.abc import Iterator
from functools import cache

from cleaners.blocks import Block, Box
from cleaners.context import Context
from cleaners.lines import is_names
from cleaners.page import Page
from cleaners.phrases import phrases, words
from cleaners.verdicts import Finding, Verdicts

SHORTEST, LONGEST = 8, 160  # characters of a credit line
LONGEST_CAPTION = 400
LEVELS = 6  # from a block up to its figcaption
CREDIT = 90  # characters at the end of a caption that may name its author


def credits_and_captions(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks under `<figcaption>` and lines that open as a photo credit does."""
    del context
    for block in page.blocks:
        if verdicts.kept(block.index) and (reason := caption_reason(block)):
            yield Finding(block.index, keep=False, reason=reason)


def caption_reason(block: Block) -> str:
    """Why a block is a picture's caption or credit, in a short phrase; "" where it is neither."""
    if _in_caption(block.box):
        return "caption of a figure"
    if block.heading or len(block.text) > LONGEST_CAPTION:
        return ""
    if _ends_in_credit(block.text):
        return "caption with its credit"
    return "photo credit" if len(block.text) <= LONGEST and phrases("credits").sort(block.text) else ""


def _in_caption(box: Box | None) -> bool:
    for _ in range(LEVELS):
        if box is None or box.tag == "figcaption":
            break
        box = box.parent
    return box is not None and box.tag == "figcaption"


def _ends_in_credit(text: str) -> bool:
    """Whether a line ends in "Photo: Ada Stone" or the like: a caption."""
    if len(text) < SHORTEST:
        return False
    end = text[-CREDIT:]
    held = end.lower().__contains__
    if not (any(map(held, _signs())) and any(map(held, words("credits", "within")))):  # the pattern takes longer still
        return False
    found = _ending().search(end)
    return found is not None and is_names(found[1])


@cache
def _signs() -> frozenset[str]:
    """What is in every line with a credit, in few words: most of those that open one have a colon."""
    return frozenset(":" if ":" in opening else opening for opening in words("credits", "within"))


@cache
def _ending() -> re.Pattern[str]:
    openings = "|".join(map(re.escape, sorted(words("credits", "within"), key=len, reverse=True)))
    return re.compile(rf"[\s.(](?:{openings})\s*([^.:!?]{{2,60}})\.?\)?$", re.IGNORECASE)
