"""Teasers of other articles: a linked headline with a short text, in an element that holds nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cleaners.blocks import Block, Box
from cleaners.lines import squash

HEADLINE = 15  # characters of the shortest linked headline
LEVELS = 12
PREVIEW = 350  # characters of text in one teaser, at most


def is_linked_headline(block: Block) -> bool:
    """Whether nearly all of a line that is long enough for a headline is a link."""
    return len(block.text) >= HEADLINE and block.link_chars > 0.8 * len(block.text)


def teasers(blocks: Sequence[Block], title: str) -> dict[int, int]:
    """For each block that lies in a teaser, its headline included, a number for that teaser.

    title: of the page itself; a link that says it leads nowhere else.
    """
    own = squash(title)
    heads = [block for block in blocks if is_linked_headline(block) and squash(block.text) != own]
    if not heads:
        return {}
    within: Counter[int] = Counter()
    for head in heads:
        within.update(map(id, _upwards(head.box)))
    sizes: Counter[int] = Counter()
    for block in blocks:
        if not is_linked_headline(block):
            sizes.update(dict.fromkeys(map(id, _upwards(block.box)), len(block.text)))
    cards = {
        id(box) for head in heads for box in _upwards(head.box) if within[id(box)] == 1 and sizes[id(box)] <= PREVIEW
    }
    return {block.index: card for block in blocks if (card := _outermost(block.box, cards))}


def _upwards(box: Box | None) -> Iterator[Box]:
    """The elements around a block, innermost first, as many as a teaser can have."""
    for _ in range(LEVELS):
        if box is None:
            return
        yield box
        box = box.parent


def _outermost(box: Box | None, cards: set[int]) -> int:
    found = [id(each) for each in _upwards(box) if id(each) in cards]
    return found[-1] if found else 0
