"""What is remembered of one page to learn its site: each block's text, shape, place and verdict."""

from dataclasses import dataclass
from hashlib import blake2b

from cleaners.blocks import HEADINGS
from cleaners.clean import Cleaned
from cleaners.lines import is_prose
from cleaners.page import Page
from cleaners.places import LONG, Spots, leads_elsewhere, place, text_key


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a page: its text (long ones cut), its place and path, whether it was kept, and by which step.

    linked: whether it leads elsewhere.
    """

    text: str
    place: str
    path: str
    kept: bool
    prose: bool
    step: str
    linked: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is a subheading, which many articles of a site may share."""
        return self.place[-2:] in HEADINGS

    @property
    def long(self) -> bool:
        """Whether the line says enough to be the page's own."""
        return len(self.text) >= LONG


@dataclass(frozen=True, slots=True)
class Digest:
    """One page. key: the same for the same page, and in no order: a sample of the lowest keys is a fair sample."""

    key: str
    lines: tuple[Line, ...]


def digest(page: Page, cleaned: Cleaned) -> Digest:
    """What is remembered of a cleaned page."""
    judged = [(each, True) for each in cleaned.kept] + [(each, False) for each in cleaned.removed]
    spots = Spots()
    lines = (
        Line(
            text_key(each.block.text),
            place(each.block.box),
            spots.of(each.block),
            kept,
            is_prose(each.block),
            each.step,
            leads_elsewhere(each.block),
        )
        for each, kept in sorted(judged, key=lambda found: found[0].block.index)
    )
    return Digest(page_key(page), tuple(lines))


def page_key(page: Page) -> str:
    """A hash of the address, or of the text where there is none."""
    return blake2b((page.url or page.source).encode("utf-8", "replace"), digest_size=16).hexdigest()
