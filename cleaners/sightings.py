"""What a site's profile knows of each block of a page: whether its text recurs, and what else stood there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaners.blocks import Block
from cleaners.lines import LONGEST_BYLINE, is_prose
from cleaners.places import Spots, leads_elsewhere, opening, place, shape, text_key
from cleaners.profile import SiteProfile

OWN = "stands where this site has its text"
UNSEEN = 50  # percent; where nothing stood before, a block is as likely text as not


class Sighting(NamedTuple):
    """A block, its spot, and on how many articles its text was seen at such a place; 0 where it does not recur.

    everywhere: whether it recurs and is chrome between paragraphs as well; its spot is not looked up then.
    """

    block: Block
    spot: str
    times: int
    everywhere: bool


def sightings(profile: SiteProfile, blocks: Sequence[Block]) -> Iterator[Sighting]:
    """Each block as the profile knows it."""
    places: dict[str, _Place] = {}
    spots = Spots()
    for block in blocks:
        name, key = place(block.box), text_key(block.text)
        here = places.get(name) or places.setdefault(name, _Place(profile, name))
        times = here.lines.get(key, 0)
        everywhere = times > 0
        if not everywhere:
            times = here.edges.get(key, 0) or here.alike(block.text)
            everywhere = times > 0 and leads_elsewhere(block)
        yield Sighting(block, "" if everywhere else spots.of(block), times, everywhere)


class _Place:
    """What recurs in elements of one kind."""

    __slots__ = ("edges", "lines", "openings", "shapes")

    def __init__(self, profile: SiteProfile, name: str) -> None:
        self.lines: Mapping[str, int] = profile.lines.get(name, {})
        self.edges: Mapping[str, int] = profile.edges.get(name, {})
        self.shapes: Mapping[str, int] = profile.shapes.get(name, {})
        self.openings = {known.partition(" ")[0] for known in self.shapes}

    def alike(self, text: str) -> int:
        """On how many articles a text of this shape was seen."""
        return self.shapes.get(shape(text), 0) if self.openings and opening(text) in self.openings else 0


def recurs(profile: SiteProfile, times: int) -> str:
    """The reason for which a text that recurs is dropped."""
    return f"recurs on {times} of {profile.pages} articles of this site"


def around(profile: SiteProfile, seen: Sighting, *, within: bool) -> str:
    """Why a block that would stay is no text; "" where it is. within: whether it stands within the page's own text."""
    if seen.times and not within:
        return recurs(profile, seen.times)
    return "stands where this site has byline or date" if _at_byline(profile, seen) else ""


def among_text(profile: SiteProfile, seen: Sighting) -> bool:
    """Whether all that stood there was text."""
    where = seen.spot
    return where in profile.body_paths or (where != "" and where == profile.standfirst and is_prose(seen.block))


def chance(profile: SiteProfile, seen: Sighting) -> float:
    """How likely a block that does not recur is text, 0 to 1, by what else stood there."""
    return 1.0 if among_text(profile, seen) else profile.mixed_paths.get(seen.spot, UNSEEN) / 100


def _at_byline(profile: SiteProfile, seen: Sighting) -> bool:
    where = seen.spot if len(seen.block.text) <= LONGEST_BYLINE else ""
    return where != "" and where in {profile.byline, profile.date} and where not in profile.body_paths
