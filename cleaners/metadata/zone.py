"""The blocks around the headline, where byline and date stand."""

from functools import cached_property

from cleaners.blocks import Block
from cleaners.metadata.markup import ELSEWHERE, MAX_ANCESTORS, MAX_NAMES
from cleaners.metadata.strings import key
from cleaners.page import Page

BEFORE, AFTER = 4, 10  # blocks
SEARCHED = 500  # blocks from the start that may hold the headline
MAX_TITLE = 600  # characters of a block in which the headline is looked for
MAX_CHARS = 220  # of a block that may be a byline or a dateline


class Zone:
    """The surroundings of a page's headline, looked for once and only when asked."""

    def __init__(self, page: Page, title: str | None) -> None:
        self.page = page
        self.title = title or ""

    @cached_property
    def near(self) -> tuple[Block, ...]:
        """Short blocks near the headline, those behind it first; none where the headline is not found."""
        blocks = self.page.blocks
        place = self._place()
        if place is None:
            return ()
        before, after = blocks[max(0, place - BEFORE) : place], blocks[place + 1 : place + 1 + AFTER]
        return tuple(block for block in (*after, *reversed(before), blocks[place]) if len(block.text) <= MAX_CHARS)

    def _place(self) -> int | None:
        """The headline's block: a heading with the title's words, else any such block, else the first top heading."""
        title = key(self.title)
        blocks = self.page.blocks
        probe = max(self.title.split(), key=len, default="").casefold()  # cheaper than folding every block
        for candidates in ([block for block in blocks if block.heading], blocks[:SEARCHED]):
            held = [
                block
                for block in candidates
                if probe in block.text[:MAX_TITLE].casefold() and title in key(block.text[:MAX_TITLE])
            ]
            if title and held:
                return min(held, key=lambda block: (block.tag != "h1", len(block.text) > MAX_CHARS, block.index)).index
        return next((block.index for block in blocks if block.tag == "h1"), None)


def foreign(block: Block) -> bool:
    """Whether the names of a block's boxes say that it belongs to comments, other articles or the frame."""
    box = block.box
    for _ in range(MAX_ANCESTORS):
        if box is None or box.tag in ("body", "main", "article"):
            return False
        if box.tag in ("nav", "footer", "aside") or ELSEWHERE.search(box.names[:MAX_NAMES]):
            return True
        box = box.parent
    return False
