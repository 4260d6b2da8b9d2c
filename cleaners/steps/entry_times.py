"""The times of a live blog's entries belong to its text, even where each stands in a box of its own."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator

from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.page import Page
from cleaners.verdicts import Finding, Verdicts

FEWEST = 3  # entries of a live blog; one or two times may be those of publication and change
LONGEST = 24  # characters of a line that says nothing but a time
CLOCK = re.compile(r"\W*\d{1,2}\s?[:.h]\s?\d{2}\W*(?:uhr|h|a\.?m\.?|p\.?m\.?|[a-z]{1,3}t|utc)?\W*", re.IGNORECASE)


def entry_times(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Bring back lines that are nothing but a time of day: several alike, kept or not, each right above a text kept."""
    del context
    alike: defaultdict[Hashable, list[Block]] = defaultdict(list)
    above = (page.blocks[below.index - 1] for below in verdicts.standing(page.blocks) if below.index)
    for block in above:
        if len(block.text) <= LONGEST and CLOCK.fullmatch(block.text):
            alike[block.box and (block.box.tag, block.box.style)].append(block)
    for blocks in alike.values():
        if len(blocks) >= FEWEST:
            dropped = (block.index for block in blocks if not verdicts.kept(block.index))
            yield from (Finding(index, keep=True, reason="the time of an entry") for index in dropped)
