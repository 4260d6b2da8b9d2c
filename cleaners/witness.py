"""trafilatura as a witness: how much of each block it would keep."""

import re
from difflib import SequenceMatcher

import trafilatura

from cleaners.page import Page

WORD = re.compile(r"\w+")


def trafilatura_share(page: Page) -> list[float]:
    """For each block, the share of its words that trafilatura's text holds at that place, 0 to 1."""
    found = trafilatura.bare_extraction(page.source, url=page.url, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    mine = [WORD.findall(block.text) for block in page.blocks]
    flat = [word for words in mine for word in words]
    kept = bytearray(len(flat))
    for start, _, size in SequenceMatcher(None, flat, WORD.findall(text), autojunk=False).get_matching_blocks():
        kept[start : start + size] = b"\x01" * size
    shares, at = [], 0
    for words in mine:
        shares.append(sum(kept[at : at + len(words)]) / len(words) if words else 0.0)
        at += len(words)
    return shares
