"""What a page that came flattened to text says about its article: read from the lines around the body."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from cleaners.article import Article
from cleaners.blocks import Block
from cleaners.lines import WIDE, WORD, byline_names, is_date, is_prose, squash
from cleaners.metadata.dates import parse_date
from cleaners.metadata.names import split_names
from cleaners.page import Page
from cleaners.phrases import phrases

PROSE = 140  # characters of a line that can only be the body
LONGEST_TITLE = 220
MOST_REPEATS = 8  # of a headline in one line
LONGEST_TAG = 60
LEAD_LINES = 6  # between headline and body, at most, where the headline stands only once
_TOPICS = re.compile(r"^[^:：]{2,30}[:：]\s*(.+)")


def read(page: Page) -> Article:
    """An Article with everything that can be told without markup, but the text."""
    start = first_prose(page.blocks)
    title = _title(page.blocks, start)
    top = max(0, start - 40)
    front = page.blocks[top : start + 2]
    published = _published(front)
    return Article(
        url=page.url,
        title=title,
        authors=_authors((*front, *page.blocks[start + 2 :])),
        published=published,
        section=_section(page.blocks, start, title),
        tags=_tags(page.blocks),
    )


def first_prose(blocks: Sequence[Block]) -> int:
    """Where the body begins: the first long line with another within the next four; else the first long line."""
    long = [block.index for block in blocks if is_prose(block, PROSE)]
    pairs = (here for here, there in pairwise(long) if there - here <= 4)
    return next(pairs, long[0] if long else len(blocks))


def body_start(blocks: Sequence[Block], title: str) -> int:
    """The place behind the last line above the body that says the title; 0 where none does."""
    wanted = squash(title)
    found = [block.index for block in blocks[: first_prose(blocks)] if wanted and squash(block.text) == wanted]
    return found[-1] + 1 if found else 0


def unit(text: str) -> str:
    """A line without its repetitions: "A b A b A b" is "A b"."""
    words = text.split()
    for times in range(min(MOST_REPEATS, len(words) // 3), 1, -1):
        size, rest = divmod(len(words), times)
        if not rest and words == words[:size] * times:
            return " ".join(words[:size])
    return text


def _title(blocks: Sequence[Block], start: int) -> str | None:
    """The line that is said most often above the body, or the one that stands right above byline and body."""
    lines = [(block, unit(block.text)) for block in blocks[:start] if len(block.text) <= LONGEST_TITLE * MOST_REPEATS]
    lines = [(block, line) for block, line in lines if _may_head(line)]
    if not lines:
        return None
    seen: dict[str, int] = {}
    for block, line in lines:
        seen[line] = seen.get(line, 0) + (2 if line != block.text else 1)
    near = [line for block, line in lines if block.index >= start - LEAD_LINES]
    repeated = [line for line in near or seen if seen[line] > 1 or _said_in(line, blocks[start:])]
    if repeated:
        return max(repeated, key=lambda line: (seen[line], len(line)))
    return _above_byline(blocks, start) or (near[0] if near else lines[-1][1])


def _said_in(line: str, blocks: Sequence[Block]) -> bool:
    """Whether the line stands below the body once more, as in a share box."""
    return any(line == block.text for block in blocks)


def _above_byline(blocks: Sequence[Block], start: int) -> str | None:
    for block in blocks[max(0, start - LEAD_LINES) : start]:
        if byline_names(block) or is_date(block.text):
            above = [b.text for b in blocks[max(0, block.index - 3) : block.index] if _may_head(b.text)]
            return above[0] if above else None
    return None


def _may_head(line: str) -> bool:
    """Whether a line can be a headline: three words or more, no sentence, no stock phrase."""
    words = WORD.findall(line)
    if (
        not (len(words) >= 3 or len(WIDE.findall(line)) >= 8)
        or len(line) > LONGEST_TITLE
        or line.endswith((".", "。", ":", ","))
    ):
        return False
    return not (is_date(line) or any(phrases(kind).sort(line) for kind in ("prompts", "end", "credits")))


def _authors(blocks: Sequence[Block]) -> tuple[str, ...]:
    names = (split_names([found]) for found in map(byline_names, blocks) if found)
    return next(filter(None, names), ())


def _published(blocks: Sequence[Block]) -> datetime | None:
    dates = (parse_date(block.text) for block in blocks if is_date(block.text))
    return next(filter(None, dates), None)


def _section(blocks: Sequence[Block], start: int, title: str | None) -> str | None:
    """A short line between the headline and the headline's last repeat, or the byline."""
    if not title:
        return None
    wanted = squash(title)
    heads = [block.index for block in blocks[:start] if squash(unit(block.text)) == wanted]
    if len(heads) < 2:
        return None
    between = (block for block in blocks[heads[0] : heads[-1]] if block.index not in heads)
    short = [block.text for block in between if _may_name_section(block)]
    return short[-1] if short else None


def _may_name_section(block: Block) -> bool:
    if len(block.text) > 40 or len(block.text.split()) > 4 or any(char.isdigit() for char in block.text):
        return False
    return not (byline_names(block) or any(phrases(kind).sort(block.text) for kind in ("prompts", "end", "credits")))


def _tags(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What follows "Topics:", "Tags:", … in one line."""
    topics = phrases("end")
    for block in blocks:
        if topics.sort(block.text) == "topics" and (found := _TOPICS.match(block.text)):
            return tuple(dict.fromkeys(_split(found[1])))
    return ()


def _split(line: str) -> Iterator[str]:
    for part in re.split(r"[,;|•·、，]", line):
        if (tag := part.strip(" #.")) and len(tag) <= LONGEST_TAG:
            yield tag
