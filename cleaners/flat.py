"""What a page that came flattened to text says about its article: read from the lines around the body."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote, urlsplit

from cleaners.article import Article
from cleaners.blocks import Block
from cleaners.lines import LONGEST_BYLINE, WIDE, WORD, byline_names, is_date, is_prose, squash
from cleaners.metadata.dates import parse_date
from cleaners.metadata.names import looks_like_person, split_names
from cleaners.page import Page
from cleaners.phrases import phrases

PROSE = 140  # characters of a line that can only be the body
LONGEST_TITLE = 220
MOST_REPEATS = 8  # of a headline in one line
LONGEST_TAG = 60
FRONT = 40  # lines above the body among which the headline is looked for
ENOUGH = 0.4  # of the longest stretch of long lines
LOST = 0.1  # of all running text, at most, may stand above the headline
LEAD = 8  # last lines above the body and first ones of it, where names without "By" may stand
GAP = 8  # short lines, at most, between two long ones of one body
BODY = 20_000  # characters of it that the headline is compared with
_TOPICS = re.compile(r"^[^:：]{2,30}[:：]\s*(.+)")


def read(page: Page) -> Article:
    """An Article with everything that can be told without markup, but the text."""
    start = first_prose(page.blocks)
    title = _title(page, start)
    head = squash(title or "")
    top = max(
        (
            block.index
            for block in page.blocks[max(0, start - FRONT) : start]
            if head and squash(unit(block.text)) == head
        ),
        default=start,
    )
    near = page.blocks[max(0, top - 3) : start + 3]
    return Article(
        url=page.url,
        title=title,
        authors=_authors([block for block in near if block.index != top], page.blocks[start + 3 :]),
        published=_published(near),
        section=_section(page.blocks, start, title),
        tags=_tags(page.blocks),
    )


def first_prose(blocks: Sequence[Block]) -> int:
    """Where the body begins: the first long line of the first stretch that is not much shorter than the longest."""
    runs: list[list[int]] = []  # first line, last line and characters of stretches with few short lines between
    for block in blocks:
        if is_prose(block, PROSE):
            if not runs or block.index - runs[-1][1] > GAP:
                runs.append([block.index, block.index, 0])
            runs[-1][1] = block.index
            runs[-1][2] += len(block.text)
    longest = max((size for _, _, size in runs), default=0)
    return next((first for first, _, size in runs if size >= ENOUGH * longest), len(blocks))


def body_start(blocks: Sequence[Block], title: str) -> int:
    """The place behind the last line above the body that says the title; 0 where none does or text stands above it."""
    wanted = squash(title)
    found = [block.index for block in blocks[: first_prose(blocks)] if wanted and squash(block.text) == wanted]
    start = found[-1] + 1 if found else 0
    prose = [(block.index, len(block.text)) for block in blocks if is_prose(block)]
    above = sum(size for index, size in prose if index < start)
    return start if above <= LOST * sum(size for _, size in prose) else 0


def unit(text: str) -> str:
    """A line without its repetitions: "A b A b A b" is "A b"."""
    words = text.split() if len(text) <= LONGEST_TITLE * MOST_REPEATS else []
    for times in range(min(MOST_REPEATS, len(words) // 3), 1, -1):
        size, rest = divmod(len(words), times)
        if not rest and words == words[:size] * times:
            return " ".join(words[:size])
    return text


def _title(page: Page, start: int) -> str | None:
    """The line above the body that shares most words with it and with the address, and is said most often."""
    lines = [
        block for block in page.blocks[max(0, start - FRONT) : start] if len(block.text) <= LONGEST_TITLE * MOST_REPEATS
    ]
    heads = [(block, line) for block in lines if _may_head(line := unit(block.text))]
    if not heads:
        return None
    seen = Counter(line for block, line in heads for _ in range(2 if line != block.text else 1))
    body = _words(" ".join(block.text for block in page.blocks[start : start + 30])[:BODY])
    slug = _words(unquote(urlsplit(page.url or "").path))

    def worth(head: tuple[Block, str]) -> float:
        words = _words(head[1])
        known = sum(word in body for word in words) + 2 * sum(word in slug for word in words)
        near = 1 - (start - head[0].index) / FRONT
        return known / (len(words) + 2) + 0.5 * (seen[head[1]] > 1) + near

    return max(heads, key=worth)[1]


def _words(text: str) -> set[str]:
    """Words of four letters or more, without case and accents; characters where the script has no spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return {word for word in WORD.findall(plain.replace("_", " ")) if len(word) > 3} | set(WIDE.findall(plain))


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


def _authors(near: Sequence[Block], behind: Sequence[Block]) -> tuple[str, ...]:
    """The people of the first byline; else those of the line right above the body that is nothing but names."""
    named = (split_names([found]) for block in (*near, *behind) if (found := byline_names(block)))
    bare = (split_names([block.text]) for block in reversed(near[-LEAD:]) if len(block.text) <= LONGEST_TAG)
    people = (names for names in bare if names and all(map(looks_like_person, names)))
    return next(filter(None, named), ()) or next(people, ())


def _published(blocks: Sequence[Block]) -> datetime | None:
    short = [block.text for block in blocks if len(block.text) <= LONGEST_BYLINE and any(map(str.isdigit, block.text))]
    dates = map(parse_date, sorted(short, key=is_date, reverse=True))
    return next(filter(None, dates), None)


def _section(blocks: Sequence[Block], start: int, title: str | None) -> str | None:
    """A short line between the headline and the headline's last repeat, or the byline."""
    if not title:
        return None
    wanted = squash(title)
    heads = [block.index for block in blocks[max(0, start - FRONT) : start] if squash(unit(block.text)) == wanted]
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
