"""Deciding a page of a site that is known well by what stood where on other pages, without asking the judge."""

from collections.abc import Iterator, Sequence

from cleaners.context import Context
from cleaners.page import Page
from cleaners.places import LONG, REACH, inside
from cleaners.profile import SiteProfile
from cleaners.sightings import OWN, Sighting, around, chance, recurs, sightings
from cleaners.verdicts import Finding, Verdicts

KNOWN = 10  # articles of a site; fewer may not show what else it has
EVEN = 0.5
# of the text that would stay, how much may be expected to be wrong: half the judge's own doubt about a usual page
MOST_DOUBT = 0.015


def known_site(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what is chrome wherever it stands; where little else on the page is new to the site, decide it all."""
    profile = context.profile
    if profile is None:
        return
    left: list[Sighting] = []
    for seen in sightings(profile, verdicts.standing(page.blocks)):
        if seen.everywhere:
            yield Finding(seen.block.index, keep=False, reason=recurs(profile, seen.times))
        elif seen.spot in profile.chrome_paths:
            yield Finding(seen.block.index, keep=False, reason="stands where this site never has its text")
        else:
            left.append(seen)
    if profile.pages >= KNOWN:
        yield from _decided(page, profile, left)


def _decided(page: Page, profile: SiteProfile, left: Sequence[Sighting]) -> list[Finding]:
    """What becomes of each block; nothing where too much is in doubt, or the page has no text of its own."""
    chances = [0.0 if seen.times else chance(profile, seen) for seen in left]
    own = [False] * len(page.blocks)
    for seen, likely in zip(left, chances, strict=True):
        own[seen.block.index] = likely > EVEN and len(seen.block.text) >= LONG
    within = inside(own, lead=REACH)
    findings: list[Finding] = []
    kept, wrong = 0, 0.0
    for seen, likely in zip(left, chances, strict=True):
        found = _found(profile, seen, likely, inner=seen.block.index in within)
        findings.append(found)
        kept += found.keep * len(seen.block.text)
        wrong += min(likely, 1 - likely) * len(seen.block.text)
    return findings if within and wrong <= MOST_DOUBT * kept else []


def _found(profile: SiteProfile, seen: Sighting, likely: float, *, inner: bool) -> Finding:
    """Whether a block stays; likely: how likely it is text of the page's own. inner: whether it stands within that."""
    at = seen.block.index
    if likely in {0, 1}:
        reason = around(profile, seen, within=inner)
        return Finding(at, keep=not reason, reason=reason or OWN)
    share = profile.mixed_paths.get(seen.spot)
    reason = f"stands where {share}% is text on this site" if share else "stands where this site had nothing so far"
    return Finding(at, keep=likely > EVEN or (likely == EVEN and inner), reason=reason)
