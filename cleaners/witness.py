"""trafilatura as a witness: how much of each block it would keep."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from cleaners.blocks import Block
from cleaners.page import Page

_SPACE = re.compile(r"[\s|\-•*#>]+")  # what trafilatura's text adds between and before blocks
ANCHOR = 25  # characters from which a block is found by itself; a shorter one only between such neighbours
PIECE = 40


def ask_trafilatura(page: Page, *, fast: bool) -> str:
    """What trafilatura takes for the article's text; "" where it finds none. fast: without its fallbacks."""
    from trafilatura import bare_extraction

    found = bare_extraction(page.source, url=page.url, fast=fast, include_comments=False, with_metadata=False)
    return str(getattr(found, "text", None) or "")


def shares(blocks: Sequence[Block], text: str) -> list[float]:
    """For each block, the share of its characters that `text` holds at that place, 0 to 1.

    Order-preserving alignment in two rounds: whole lines first, then, between lines that match, whatever a block
    shares with the text there; so that a menu's "News" does not match a word of the article.
    """
    lines = [line for line in map(_squeeze, text.split("\n")) if line]
    keys = [_squeeze(block.text) for block in blocks]
    found = [0.0] * len(keys)
    block_at = line_at = 0
    for block, line, count in SequenceMatcher(None, keys, lines, autojunk=False).get_matching_blocks():
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


def trafilatura_share(page: Page) -> list[float]:
    """For each block, the share of it that trafilatura would keep."""
    return shares(page.blocks, ask_trafilatura(page, fast=False))
