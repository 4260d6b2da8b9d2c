"""What a run has counted so far, in memory: for progress and for limits. The store has the same figures for good."""

from collections import Counter, defaultdict
from collections.abc import Mapping


class Tally:
    """Counts by site and name."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """counts: those of the part of the run that is over."""
        self.sites: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for site, names in counts.items():
            self.sites[site].update(names)

    def add(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Add what one transaction counted."""
        for (site, name), value in counted.items():
            self.sites[site][name] += value

    @property
    def articles(self) -> int:
        """How many articles were stored, new or changed."""
        return sum(self.stored(site) for site in self.sites)

    def stored(self, site: str) -> int:
        """How many articles of a site were stored, new or changed."""
        names = self.sites.get(site, Counter[str]())
        return names["stored"] + names["changed"]
