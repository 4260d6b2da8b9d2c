"""Learning a site's chrome from its pages: what recurs, and under which elements the text stands.

Nothing that only two articles share is chrome, and two copies of one article count as one. The same pages in any
order, or learned in parts and merged, give the same profile.
"""

from collections.abc import Iterable
from heapq import nsmallest

from cleaners.clean import Cleaned, Cleaner
from cleaners.digest import Digest, digest, page_key
from cleaners.evidence import FEWEST, Evidence, articles
from cleaners.page import Page
from cleaners.profile import SiteProfile

MOST_PAGES = 64  # of one host that are remembered: those with the lowest keys, a fair sample in any order


class ProfileBuilder:
    """Collects pages of one host; `build` says what they teach."""

    def __init__(self, host: str, *, most_pages: int = MOST_PAGES) -> None:
        """most_pages: how many pages are remembered at most."""
        self.host = host
        self.most_pages = most_pages
        self.digests: dict[str, Digest] = {}  # by key

    def wants(self, page: Page) -> bool:
        """Whether the page would be remembered; to clean one that would not is a waste."""
        key = page_key(page)
        full = len(self.digests) >= self.most_pages
        return key not in self.digests and not (full and key > max(self.digests))

    def add(self, page: Page, cleaned: Cleaned) -> None:
        """Remember a page as it was cleaned without a profile."""
        self.remember([digest(page, cleaned)])

    def merge(self, other: "ProfileBuilder") -> None:
        """Take over what another builder of the same host remembers."""
        self.remember(other.digests.values())

    def remember(self, digests: Iterable[Digest]) -> None:
        """Remember pages, or of too many those with the lowest keys."""
        self.digests.update((each.key, each) for each in digests)
        if len(self.digests) > self.most_pages:
            self.digests = {key: self.digests[key] for key in nsmallest(self.most_pages, self.digests)}

    def build(self) -> SiteProfile | None:
        """The profile; None where fewer than three different articles were seen."""
        groups = articles(list(self.digests.values()))
        return Evidence(groups).profile(self.host) if len(groups) >= FEWEST else None


def learn(pages: Iterable[Page], *, cleaner: Cleaner | None = None) -> dict[str, SiteProfile]:
    """Profiles by host, for every host with three articles or more among the pages; "" is for pages without address.

    Pages are looked at one after another and not kept. cleaner: judges them; it should know no profiles.
    """
    cleaner = cleaner or Cleaner()
    builders: dict[str, ProfileBuilder] = {}
    for page in pages:
        builder = builders.setdefault(page.host, ProfileBuilder(page.host))
        if builder.wants(page):
            builder.add(page, cleaner(page))
    built = {host: builder.build() for host, builder in builders.items()}
    return {host: profile for host, profile in built.items() if profile is not None}
