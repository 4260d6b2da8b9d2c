"""How many articles a crawl may still store, in all and of each site, and how many requests it may still send."""

from collections import Counter
from collections.abc import Mapping

from crawler.config import SiteConfig
from crawler.frontier.tally import Tally
from crawler.saved import is_saved
from crawler.store.batch import Lease


class Quota:
    """Counts article pages on their way against the limits, so that no run ever stores more than it was asked for.

    A site whose budget of requests is spent is closed; what waits there is for the next run.
    """

    def __init__(self, sites: Mapping[str, SiteConfig], tally: Tally, total: int | None) -> None:
        """total: of all sites together; None for no bound."""
        self._sites = sites
        self._tally = tally
        self._total = total
        self._open: dict[int, str] = {}
        self._under_way: Counter[str] = Counter()  # how many of these, by site
        self._requests: Counter[str] = Counter()

    def allows(self, lease: Lease) -> bool:
        """Whether a request may go: all but article pages may within the budget, and what is on its way goes on."""
        if self._spent(lease.site):
            return False
        if lease.kind != "article" or lease.id in self._open:
            return True
        return not (
            self._full(self._sites[lease.site].limit, self._tally.stored(lease.site) + self._under_way[lease.site])
            or self._full(self._total, self._tally.articles + len(self._open))
        )

    def opened(self, lease: Lease) -> None:
        """A request has gone."""
        self._requests[lease.site] += not is_saved(lease.url)
        if lease.kind == "article" and lease.id not in self._open:
            self._open[lease.id] = lease.site
            self._under_way[lease.site] += 1

    def spend(self, site: str) -> None:
        """A request has gone that no lease stands for."""
        self._requests[site] += 1

    def ended(self, lease_id: int) -> None:
        """A lease has ended."""
        if (site := self._open.pop(lease_id, None)) is not None:
            self._under_way[site] -= 1

    def closed(self) -> frozenset[str]:
        """The sites of which no more is to be fetched."""
        if self._full(self._total, self._tally.articles):
            return frozenset(self._sites)
        full = (site for site, config in self._sites.items() if self._full(config.limit, self._tally.stored(site)))
        return frozenset(full) | frozenset(filter(self._spent, self._sites))

    def _spent(self, site: str) -> bool:
        return self._requests[site] >= self._sites[site].budget

    @staticmethod
    def _full(limit: int | None, count: int) -> bool:
        return limit is not None and count >= limit
