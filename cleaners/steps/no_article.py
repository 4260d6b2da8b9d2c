"""A page that holds no article at all: its text stays empty, and the reason says what it is instead."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from cleaners.blocks import Block
from cleaners.cards import PREVIEW, is_linked_headline, teasers
from cleaners.context import Context
from cleaners.lines import SENTENCE_END, WIDE, is_prose
from cleaners.page import Page
from cleaners.phrases import phrases
from cleaners.verdicts import Finding, Verdicts

REASONS = {
    "error": "an error page, not an article",
    "login": "a login page, not an article",
    "challenge": "a check for robots, not an article",
    "listing": "a section page: a list of teasers, not an article",
}
MESSAGE = 700  # characters of prose; an error or login page says no more
SENTENCE = 40  # characters of the shortest block that counts as running text
VERSE = 200  # characters of lines without sentences that may still be a poem or a list
MOSTLY = 0.6  # of the text that stands
MANY = 8  # teasers on a page of which nothing stands, or linked headlines that stand, each above a short text
SEVERAL = 3  # teasers that stand on a list whose address looks like that of an article
PARAGRAPH = 200  # characters of a text that no list of teasers has beside them
LONG_NUMBER = re.compile(r"\d{5}")
LD_ARTICLE = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w*Article|BlogPosting|LiveBlogPosting)"')


def no_article(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop everything that still stands where the page is an error, a login, a robot check or a list of teasers.

    Where nothing stands the reason goes to the page's first block, so that it is told all the same.
    """
    standing = verdicts.standing(page.blocks)
    reason = _announced(page, standing, context) or _listing(page, standing, context) or _bare(page, standing)
    if reason:
        for block in standing or page.blocks[:1]:
            yield Finding(block.index, keep=False, reason=reason)


def _announced(page: Page, standing: Sequence[Block], context: Context) -> str:
    """What the title or the first heading says the page is, where there is little text beside it."""
    if sum(len(block.text) for block in standing if is_prose(block)) > MESSAGE:
        return ""
    known = phrases("no_article")
    sorts = [known.sort(title) for title in _headings(page, context) if title]
    return REASONS.get(next((sort for sort in sorts if sort and sort != "listing"), ""), "")


def _headings(page: Page, context: Context) -> tuple[str, ...]:
    title = page.root.findtext(".//title") if page.root is not None else None
    named = (" ".join((title or "").split()), context.meta.title or "")
    return named if _says_article(page, context) else (*named, _top(page))


def _top(page: Page) -> str:
    """The first h1, or else h2; the first line of a page without markup."""
    if page.root is None:
        return page.blocks[0].text if page.blocks else ""
    return next((block.text for level in (1, 2) for block in page.blocks if block.heading == level), "")


def _listing(page: Page, standing: Sequence[Block], context: Context) -> str:
    """Whether what stands is mostly teasers, on a page that does not call itself an article."""
    if page.root is None or _says_article(page, context):
        return ""
    texts = [block for block in standing if not is_linked_headline(block)]
    if any(len(block.text) > PREVIEW and is_prose(block, PARAGRAPH) for block in texts):
        return ""  # longer than a teaser may be: no need to look for teasers
    inside = teasers(page.blocks, context.meta.title or "")
    as_article = _article_address(page.url or "")
    if not standing:
        return REASONS["listing"] if len(set(inside.values())) >= MANY and not as_article else ""
    if any(block.index not in inside and is_prose(block, PARAGRAPH) for block in texts):
        return ""
    linked = [is_linked_headline(block) for block in standing]
    many = sum(above and not below for above, below in pairwise(linked)) >= MANY
    return REASONS["listing"] if many or _mostly(texts, inside, SEVERAL if as_article else 1) else ""


def _mostly(texts: Sequence[Block], inside: Mapping[int, int], least: int) -> bool:
    """Whether most of what stands lies in teasers, in so many at least."""
    listed = [block for block in texts if block.index in inside]
    if len({inside[block.index] for block in listed}) < least:
        return False
    return sum(len(block.text) for block in listed) >= MOSTLY * sum(len(block.text) for block in texts) > 0


def _article_address(url: str) -> bool:
    """Whether the last part of the address is a headline of four words or more, or holds a number."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return name.count("-") + name.count("_") >= 3 or LONG_NUMBER.search(name) is not None


def _says_article(page: Page, context: Context) -> bool:
    """Whether the page calls itself an article; JSON-LD counts unless Open Graph says "website"."""
    if page.root is None:
        return False
    return "article" in context.kind if context.kind else LD_ARTICLE.search(page.source) is not None


def _bare(page: Page, standing: Sequence[Block]) -> str:
    """What a page is of which no running text stands."""
    if not is_bare(standing):
        return ""
    if page.root is None:
        return "no running text"
    if next(page.root.iter("video", "iframe"), None) is not None:
        return "a video without running text"
    return "pictures without running text" if len(page.root.findall(".//figure")) > 2 else "no running text"


def is_bare(blocks: Sequence[Block]) -> bool:
    """Whether there is no sentence and no run of lines that could be verse; links are none.

    Of a page of which this is true, nothing is kept in the end.
    """
    if any(_size(block) >= SENTENCE and SENTENCE_END.search(block.text) for block in blocks):
        return False
    return sum(_size(block) for block in blocks if 2 * block.link_chars < len(block.text)) < VERSE


def _size(block: Block) -> int:
    return len(block.text) + (0 if block.text.isascii() else 2 * len(WIDE.findall(block.text)))
