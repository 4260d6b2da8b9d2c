"""Teasers of other articles: short texts with a linked headline, several side by side."""

from collections.abc import Sequence

from cleaners.blocks import Block, Box

HEADLINE = 15  # characters of the shortest linked headline
LEVELS = 5  # from the linked headline up to the element that holds the teaser
FEWEST = 4  # side by side


def teasers(blocks: Sequence[Block]) -> dict[int, int]:
    """For each block that lies in a teaser, a number for that teaser."""
    rows: dict[tuple[int, str, str], dict[int, None]] = {}
    for block in blocks:
        if block.link_chars >= HEADLINE and block.link_chars > 0.6 * len(block.text):
            for box in _upwards(block.box):
                rows.setdefault((id(box.parent), box.tag, box.style), {})[id(box)] = None
    cards = {box for boxes in rows.values() if len(boxes) >= FEWEST for box in boxes}
    return {block.index: card for block in blocks if (card := _card(block.box, cards))}


def _upwards(box: Box | None) -> Sequence[Box]:
    found: list[Box] = []
    while box is not None and box.parent is not None and len(found) < LEVELS:
        found.append(box)
        box = box.parent
    return found


def _card(box: Box | None, cards: set[int]) -> int:
    """The outermost teaser around the box; 0 where there is none."""
    card = 0
    while box is not None:
        card = id(box) if id(box) in cards else card
        box = box.parent
    return card
