"""The development pages, their scorer, and the block labels that training and benchmarks take from their gold texts.

The pages are other people's texts and lie outside the project, in ../shared/bench; without them nothing here works.
"""

import hashlib
import importlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.page import Page

QUALITY = Path(__file__).resolve().parents[2] / "shared" / "bench" / "quality"
RUN = 3  # words in a row that a block must share with the gold for them to count: lone common words match anywhere


def module(name: str) -> ModuleType:
    """One of the modules beside the pages: pages, score or flatten."""
    if not QUALITY.is_dir():
        sys.exit(f"{QUALITY} is not there: the development pages are needed for this script")
    if str(QUALITY) not in sys.path:
        sys.path.insert(0, str(QUALITY))
    return importlib.import_module(name)


@dataclass(frozen=True, slots=True)
class Labels:
    """For each block: its length in tokens, the share of it that the gold text holds, and whether that is known."""

    tokens: NDArray[np.int64]
    share: NDArray[np.float64]
    known: NDArray[np.bool_]


def label(page: Page, gold: Any) -> Labels:
    """Labels from the full gold text, or from required and forbidden snippets where that is all there is."""
    return _from_text(page, gold.text) if gold.text else _from_snippets(page, gold.with_, gold.without)


def _from_text(page: Page, gold: str) -> Labels:
    from rapidfuzz.distance import LCSseq

    tokenize = module("score").uniform_tokens
    blocks = [tokenize(block.text) for block in page.blocks]
    flat = [token for block in blocks for token in block]
    numbers: dict[str, int] = {}
    mine = [numbers.setdefault(token, len(numbers)) for token in flat]
    theirs = [numbers.setdefault(token, len(numbers)) for token in tokenize(gold)]
    runs = np.zeros(len(flat), dtype=np.int64)
    for step in LCSseq.opcodes(mine, theirs):
        if step.tag == "equal":
            runs[step.src_start : step.src_end] = step.src_end - step.src_start
    ends = np.cumsum([len(block) for block in blocks])
    shares = [
        float((runs[end - len(block) : end] >= min(len(block), RUN)).mean()) if block else 0.0
        for block, end in zip(blocks, ends, strict=True)
    ]
    tokens = np.array([len(block) for block in blocks])
    return _forget_cut(page, Labels(tokens, np.array(shares), np.ones(len(blocks), dtype=bool)))


def _forget_cut(page: Page, labels: Labels) -> Labels:
    """Some gold texts break off: what goes on under the same parent behind their end is unknown, not chrome."""
    held = np.flatnonzero(labels.share >= 0.5)
    if not len(held):
        return Labels(labels.tokens, labels.share, np.zeros_like(labels.known))
    last = int(held[-1])
    parent = page.blocks[last].box and page.blocks[last].box.parent
    goes_on = [
        block
        for block in page.blocks[last + 1 :]
        if labels.tokens[block.index] >= 15 and block.tag == "p" and block.box and block.box.parent is parent
    ]
    if len(goes_on) >= 3:
        labels.known[last + 1 :] = False
    return labels


def _from_snippets(page: Page, required: list[str], forbidden: list[str]) -> Labels:
    texts = [_fold(block.text) for block in page.blocks]
    share = np.full(len(texts), -1.0)
    for snippet in map(_fold, forbidden):
        share[[index for index, text in enumerate(texts) if snippet in text]] = 0.0
    for snippet in map(_fold, required):
        hits = [index for index, text in enumerate(texts) if snippet in text]
        share[hits] = 1.0 if len(hits) == 1 else -1.0
    tokens = np.array([len(text.split()) for text in texts])
    return Labels(tokens, np.maximum(share, 0.0), share >= 0)


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def fold_of(host: str, folds: int) -> int:
    """Which part of the cross-validation a host is in; all hosts of one registered domain are in the same."""
    labels = host.lower().removeprefix("www.").split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    domain = ".".join(labels[-keep:])
    return int(hashlib.md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % folds
