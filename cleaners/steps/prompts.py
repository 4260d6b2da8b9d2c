"""Lines that ask the reader to do something: subscribe, follow, share, read something else."""

from collections.abc import Iterator
from functools import cache

from cleaners.context import Context
from cleaners.page import Page
from cleaners.phrases import phrases, words
from cleaners.verdicts import Finding, Verdicts

CELLS = frozenset(("td", "th"))  # a word alone in a table is its content
LONGEST_ROW = 80  # characters of a row of buttons in one line
REASONS = {
    "newsletter": "newsletter prompt",
    "follow": "asks to follow an account",
    "share": "share or print control",
    "platform": "link to another platform",
    "read_more": "points to another article",
    "app": "app prompt",
    "paywall": "subscription or login prompt",
    "tip": "asks for tips or feedback",
    "advertisement": "advertising label",
    "consent": "cookie or legal notice",
}


def prompts(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop lines that are a stock prompt in any of the languages of `cleaners/data/phrases`."""
    del context
    known = phrases("prompts")
    for block in verdicts.standing(page.blocks):
        sort = known.sort(block.text) if block.tag not in CELLS else ""
        if not sort and len(block.text) <= LONGEST_ROW and _row(block.text):
            sort = "share"
        if sort and (sort != "platform" or page.root is None or block.link_chars):
            yield Finding(block.index, keep=False, reason=REASONS.get(sort, sort))


def _row(text: str) -> bool:
    """Whether a line is two share buttons or more: "Share Tweet Email"."""
    tokens = text.lower().split()
    return len(tokens) > 1 and _controls().issuperset(tokens)


@cache
def _controls() -> frozenset[str]:
    return words("prompts", "share") | words("prompts", "platform")
