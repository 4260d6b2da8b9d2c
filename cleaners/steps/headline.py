"""The headline is the article's title, not its text: drop it where the body repeats it."""

from collections.abc import Iterator, Sequence

from cleaners.context import Context
from cleaners.lines import WORD, is_prose, squash
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts

SHORTEST = 8  # letters and digits; a shorter headline is too common a line
MOST_REPEATS = 6  # in one line
LISTED = frozenset(("li", "td", "th", "dd"))  # an entry of a table of contents, not a headline


def headline(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop blocks that are the title or the page's only h1, once or several times over; near it above the body."""
    titles = _titles(page, context)
    words = WORD.findall((context.meta.title or "").casefold())
    longest = max(map(len, titles), default=0) * 2 * MOST_REPEATS
    body = next((block.index for block in page.blocks if is_prose(block)), len(page.blocks))
    for block in verdicts.standing(page.blocks):
        if len(block.text) > longest or block.tag in LISTED:
            continue
        times = _says(block.text, titles)
        if times:
            yield Finding(
                block.index,
                keep=False,
                reason="repeats the headline" if times == 1 else "the headline, again and again",
            )
        elif block.index < body and _near(WORD.findall(block.text.casefold()), words):
            yield Finding(block.index, keep=False, reason="nearly the headline")


def _titles(page: Page, context: Context) -> list[str]:
    """The headline, as it is shared and as it is shown, squashed."""
    tops = {block.text for block in page.blocks if block.tag == "h1"}
    found = map(squash, (context.meta.title or "", tops.pop() if len(tops) == 1 else ""))
    return [title for title in found if len(title) >= SHORTEST]


def _says(text: str, titles: Sequence[str]) -> int:
    """How often the text says one of the titles, and nothing else."""
    opening = squash(text[:SHORTEST])[:SHORTEST]  # most texts are told by it
    alike = [title for title in titles if title.startswith(opening)]
    line = squash(text) if alike else ""
    return next(filter(None, (_times(line, title) for title in alike)), 0)


def _times(line: str, title: str) -> int:
    """How often the line says the title, and nothing else."""
    times, rest = divmod(len(line), len(title))
    return times if times and not rest and times <= MOST_REPEATS and line == title * times else 0


def _near(mine: Sequence[str], other: Sequence[str]) -> bool:
    """Whether nearly all words are the same and in the same number."""
    if min(len(mine), len(other)) < 5 or abs(len(mine) - len(other)) > 2:
        return False
    return len(set(mine) & set(other)) >= 0.85 * len(set(mine) | set(other))
