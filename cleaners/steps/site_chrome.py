"""What other articles of the same site taught: lines that recur there, and where its text stands."""

from collections.abc import Iterator, Sequence

from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.lines import LONGEST_BYLINE, is_prose
from cleaners.page import Page
from cleaners.places import LONG, REACH, inside, leads_elsewhere, place, shape, spot, text_key
from cleaners.profile import SiteProfile
from cleaners.verdicts import Finding, Verdicts

SHORTEST = 25  # characters of a block that a path alone brings back
KNOWN = 10  # articles of a site; fewer may not show what else it has
KNOWN_SITE = "known_site"  # the first of the two steps, as they are named where they are put in order
SITE = frozenset((KNOWN_SITE, "site_chrome"))
OWN = "stands where this site has its text"


def known_site(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what is chrome wherever it stands; where nothing else on the page is new to the site, decide it all."""
    profile = context.profile
    if profile is None:
        return
    left: list[tuple[Block, int]] = []
    for block in verdicts.standing(page.blocks):
        if spot(block) in profile.chrome_paths:
            yield Finding(block.index, keep=False, reason="stands where this site never has its text")
        elif (times := _times(profile, block)) and _everywhere(profile, block):
            yield Finding(block.index, keep=False, reason=_recurs(profile, times))
        else:
            left.append((block, times))
    if profile.pages >= KNOWN:
        yield from _nothing_new(profile, left)


def _nothing_new(profile: SiteProfile, left: Sequence[tuple[Block, int]]) -> Iterator[Finding]:
    """What becomes of each block; nothing where one of them is new to the site, or the page has no text of its own.

    left: the blocks, and on how many articles the text of each recurs.
    """
    if not all(times or _among_text(profile, block) for block, times in left):
        return
    within = inside([not times and len(block.text) >= LONG for block, times in left], lead=REACH)
    for at, (block, times) in enumerate(left) if within else ():
        reason = _around(profile, block, times if at not in within else 0)
        yield Finding(block.index, keep=not reason, reason=reason or OWN)


def site_chrome(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what recurs above and below the text; bring back what the judge dropped where the site has its text."""
    profile = context.profile
    if profile is None:
        return
    blocks = [block for block in page.blocks if not _decided(verdicts, block.index)]
    times = {block.index: _times(profile, block) for block in blocks}
    own = [times.get(at) == 0 and len(block.text) >= LONG and verdicts.kept(at) for at, block in enumerate(page)]
    within = inside(own, lead=REACH)
    for block in blocks:
        at = block.index
        if verdicts.kept(at):
            if reason := _around(profile, block, times[at] if at not in within else 0):
                yield Finding(at, keep=False, reason=reason)
        elif not times[at] and _judged(verdicts, at) and _belongs(profile, block):
            yield Finding(at, keep=True, reason=OWN)


def _around(profile: SiteProfile, block: Block, times: int) -> str:
    """Why a block that would stay is no text; times: on how many articles it was seen, if outside the text."""
    if times:
        return _recurs(profile, times)
    return "stands where this site has byline or date" if _at_byline(profile, block) else ""


def _recurs(profile: SiteProfile, times: int) -> str:
    return f"recurs on {times} of {profile.pages} articles of this site"


def _everywhere(profile: SiteProfile, block: Block) -> bool:
    """Whether a recurring text is chrome between paragraphs as well."""
    return leads_elsewhere(block) or text_key(block.text) in profile.lines.get(place(block.box), ())


def _times(profile: SiteProfile, block: Block) -> int:
    """On how many articles the text was seen at such a place; 0 where it does not recur."""
    key, where = text_key(block.text), place(block.box)
    times = profile.lines.get(where, {}).get(key, 0) or profile.edges.get(where, {}).get(key, 0)
    return times or (profile.shapes[where].get(shape(block.text), 0) if where in profile.shapes else 0)


def _decided(verdicts: Verdicts, at: int) -> bool:
    return any(found.step == KNOWN_SITE for found in verdicts.trail(at))


def _judged(verdicts: Verdicts, at: int) -> bool:
    """Whether the judge dropped the block, and not a rule that knows its words."""
    return verdicts.trail(at)[-1].step == "main_content"


def _belongs(profile: SiteProfile, block: Block) -> bool:
    return len(block.text) >= SHORTEST and _among_text(profile, block)


def _among_text(profile: SiteProfile, block: Block) -> bool:
    where = spot(block)
    return where in profile.body_paths or (where != "" and where == profile.standfirst and is_prose(block))


def _at_byline(profile: SiteProfile, block: Block) -> bool:
    where = spot(block) if len(block.text) <= LONGEST_BYLINE else ""
    return where != "" and where in {profile.byline, profile.date} and where not in profile.body_paths
