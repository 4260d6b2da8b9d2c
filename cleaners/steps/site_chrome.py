"""What other articles of the same site taught: lines that recur there, and where its text stands."""

from collections.abc import Iterator

from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.lines import LONGEST_BYLINE, is_prose
from cleaners.page import Page
from cleaners.places import LONG, REACH, inside, leads_elsewhere, path, place, shape, text_key
from cleaners.profile import SiteProfile
from cleaners.verdicts import Finding, Verdicts

SHORTEST = 25  # characters of a block that a path alone brings back


def site_chrome(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what recurs on the site, and bring back what the judge dropped where the site always has its text."""
    profile = context.profile
    if profile is None:
        return
    times = [_times(profile, block) for block in page.blocks]
    own = [len(b.text) >= LONG and not times[b.index] and verdicts.kept(b.index) for b in page.blocks]
    within = inside(own, lead=REACH)
    for at, block in enumerate(page.blocks):
        if not verdicts.kept(at):
            if not times[at] and _judged(verdicts, at) and _belongs(profile, block):
                yield Finding(at, keep=True, reason="stands where this site has its text")
        elif times[at] and (at not in within or _everywhere(profile, block)):
            yield Finding(at, keep=False, reason=f"recurs on {times[at]} of {profile.pages} articles of this site")
        elif reason := _out_of_place(profile, block):
            yield Finding(at, keep=False, reason=reason)


def _everywhere(profile: SiteProfile, block: Block) -> bool:
    """Whether a recurring text is chrome between paragraphs as well."""
    return leads_elsewhere(block) or text_key(block.text) in profile.lines.get(place(block.box), ())


def _times(profile: SiteProfile, block: Block) -> int:
    """On how many articles the text was seen at such a place; 0 where it does not recur."""
    key, where = text_key(block.text), place(block.box)
    times = profile.lines.get(where, {}).get(key, 0) or profile.edges.get(where, {}).get(key, 0)
    return times or (profile.shapes[where].get(shape(block.text), 0) if where in profile.shapes else 0)


def _judged(verdicts: Verdicts, at: int) -> bool:
    """Whether the judge dropped the block, and not a rule that knows its words."""
    return verdicts.trail(at)[-1].step == "main_content"


def _belongs(profile: SiteProfile, block: Block) -> bool:
    if block.box is None or len(block.text) < SHORTEST or 2 * block.link_chars > len(block.text):
        return False
    where = path(block.box)
    return where in profile.body_paths or (where == profile.standfirst and is_prose(block))


def _out_of_place(profile: SiteProfile, block: Block) -> str:
    if block.box is None:
        return ""
    where = path(block.box)
    if where in profile.chrome_paths:
        return "stands where this site never has its text"
    if len(block.text) <= LONGEST_BYLINE and where in (profile.byline, profile.date):
        return "stands where this site has byline or date"
    return ""
