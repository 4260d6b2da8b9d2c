"""trafilatura as a witness: how much of each block it would keep."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from cleaners.blocks import Block
from cleaners.page import Page

_SPACE = re.compile(r"[\s|\-•*#>]+")  # what trafilatura's text adds between and before blocks
ANCHOR = 25  # characters from which a block is found by itself; a shorter one only between such neighbours
PIECE = 40
MOST_BLOCKS = 5_000  # trafilatura's time grows with the square of some things
MOST_CHARS = 3_000_000
MOST_TAGS = 30_000
DEEPEST = 150  # elements; what is nested deeper than 255 its parser drops
HEAD = 2_000
COMMON = 20  # lines that a text holds more often say nothing about the place, and comparing them takes for ever


def ask_trafilatura(page: Page) -> str:
    """What trafilatura takes for the article's text in its fast mode; "" where it finds none.

    Not to be asked about a page that is `overwhelming`.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(page.source, url=page.url, fast=True, include_comments=False, with_metadata=False)
    return str(getattr(found, "text", None) or "")


def overwhelming(page: Page) -> bool:
    """Whether trafilatura would need minutes (size, an endless doctype) or drop text (deep nesting)."""
    if len(page.blocks) > MOST_BLOCKS or len(page.source) > MOST_CHARS or page.source.find(">", 0, HEAD) < 0:
        return True
    if page.source.count("<") > MOST_TAGS:
        return True
    return any(block.box and block.box.depth > DEEPEST for block in page.blocks)


def shares(blocks: Sequence[Block], text: str) -> list[float]:
    """For each block, the share of its characters that `text` holds at that place, 0 to 1.

    Order-preserving alignment in two rounds: whole lines first, then, between lines that match, whatever a block
    shares with the text there; so that a menu's "News" does not match a word of the article.
    """
    lines = [line for line in map(_squeeze, text.split("\n")) if line]
    keys = [_squeeze(block.text) for block in blocks]
    if keys == lines:
        return [1.0] * len(keys)
    found = [0.0] * len(keys)
    block_at = line_at = 0
    common = {line for line, number in Counter(lines).items() if number > COMMON}
    for block, line, count in SequenceMatcher(common.__contains__, keys, lines, autojunk=False).get_matching_blocks():
        _search(range(block_at, block), keys, "".join(lines[line_at:line]), found)
        found[block : block + count] = [1.0] * count
        block_at, line_at = block + count, line + count
    return found


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)


def _search(gap: range, keys: list[str], text: str, found: list[float]) -> None:
    """Look for the blocks of a gap in the text that stands there: long ones first, short ones between them."""
    short: list[int] = []
    at = 0
    for index in gap if text else ():
        key = keys[index]
        if len(key) < ANCHOR:
            short.append(index)
            continue
        start, share = _find(key, text, at)
        if share:
            found[index] = share
            _fill(short, keys, found, text[at:start])
            short, at = [], start + int(len(key) * share)
    _fill(short, keys, found, text[at:])


def _find(key: str, text: str, at: int) -> tuple[int, float]:
    """Where a block begins in the text and how much of it is there; pieces count where the whole is not found."""
    start = text.find(key, at)
    if start >= 0:
        return start, 1.0
    hits = [text.find(key[piece : piece + PIECE], at) for piece in range(0, len(key) - PIECE + 1, PIECE)]
    there = [hit for hit in hits if hit >= 0]
    return (min(there), len(there) / len(hits)) if there else (at, 0.0)


def _fill(gap: list[int], keys: list[str], found: list[float], text: str) -> None:
    """Look for the short blocks of a gap in the text between its neighbours."""
    at = 0
    for index in gap:
        start = text.find(keys[index], at) if keys[index] else -1
        if start >= 0:
            found[index] = 1.0
            at = start + len(keys[index])
