"""What a run has counted so far, in memory: for progress and for limits. The store has the same figures for good."""

from collections import Counter, defaultdict
from collections.abc import Mapping

KEPT = ("stored", "changed")


class Tally:
    """Counts by site and name. articles: how many were stored, new or changed; every request asks for it."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """counts: those of the part of the run that is over."""
        self.sites: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for site, names in counts.items():
            self.sites[site].update(names)
        self.articles = sum(self.stored(site) for site in self.sites)

    def add(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Add what one transaction counted."""
        for (site, name), value in counted.items():
            self.sites[site][name] += value
            self.articles += value if name in KEPT else 0

    def stored(self, site: str) -> int:
        """How many articles of a site were stored, new or changed."""
        names = self.sites.get(site, Counter[str]())
        return sum(names[name] for name in KEPT)
