"""What other articles of the same site taught: lines that recur there, and where its text stands."""

from collections.abc import Iterator

from cleaners.context import Context
from cleaners.page import Page
from cleaners.places import LONG, REACH, inside
from cleaners.profile import SiteProfile
from cleaners.sightings import OWN, Sighting, among_text, around, sightings
from cleaners.verdicts import Finding, Verdicts

SHORTEST = 25  # characters of a block that a path alone brings back
KNOWN_SITE = "known_site"  # the step before this one, as both are named where they are put in order
SITE = frozenset((KNOWN_SITE, "site_chrome"))


def site_chrome(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what recurs above and below the text; bring back what the judge dropped where the site has its text."""
    profile = context.profile
    if profile is None:
        return
    undecided = [block for block in page.blocks if not _decided(verdicts, block.index)]
    left = list(sightings(profile, undecided))
    own = [False] * len(page.blocks)
    for block, _, times, _ in left:
        own[block.index] = not times and len(block.text) >= LONG and verdicts.kept(block.index)
    within = inside(own, lead=REACH)
    for seen in left:
        at = seen.block.index
        if verdicts.kept(at):
            if reason := around(profile, seen, within=at in within):
                yield Finding(at, keep=False, reason=reason)
        elif not seen.times and _judged(verdicts, at) and _belongs(profile, seen):
            yield Finding(at, keep=True, reason=OWN)


def _decided(verdicts: Verdicts, at: int) -> bool:
    trail = verdicts.trail(at)
    return bool(trail) and trail[-1].step == KNOWN_SITE


def _judged(verdicts: Verdicts, at: int) -> bool:
    """Whether the judge dropped the block, and not a rule that knows its words."""
    return verdicts.trail(at)[-1].step == "main_content"


def _belongs(profile: SiteProfile, seen: Sighting) -> bool:
    return len(seen.block.text) >= SHORTEST and among_text(profile, seen)
