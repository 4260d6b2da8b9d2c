"""One crawl on a store: which sites it has for itself, the run that it counts in."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.config import SiteConfig
from crawler.errors import UnavailableError
from crawler.store import Store, frontier, locks, runs
from crawler.store.locks import Owner
from crawler.store.runs import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Sites (by name) that nobody else crawls while this lives, and the run that counts them.

    busy: the sites that could not be had, with who has them.
    """

    store: Store
    run: Run
    sites: Mapping[str, SiteConfig]
    busy: Mapping[str, str] = field(default_factory=dict)
    owner: Owner = field(default_factory=Owner)

    @classmethod
    def open(cls, store: Store, sites: Mapping[str, SiteConfig]) -> "Session":
        """Claim the sites that are free and go on with their last run, if it did not end, or begin one.

        Raises UnavailableError where no site is free.
        """
        now, owner = time.time(), Owner()
        with store.writing() as connection:
            busy = locks.claim(connection, store.dialect, owner, sites, now)
            mine = {site: config for site, config in sites.items() if site not in busy}
            if not mine:
                raise UnavailableError("; ".join(f"{site} is being crawled by {who}" for site, who in busy.items()))
            frontier.release(connection, list(mine))
            run = runs.begin(connection, {site: config.url for site, config in mine.items()}, now)
            if not run.resumed:
                frontier.requeue_due(connection, list(mine), now)
                runs.add(connection, store.dialect, run.id, frontier.waiting(connection, list(mine)))
        return cls(store=store, run=run, sites=mine, busy=busy, owner=owner)

    def counts(self) -> dict[str, dict[str, int]]:
        """What the run counted so far, by site and name."""
        with self.store.reading() as connection:
            return {site: dict(counts) for site, counts in runs.of_run(connection, self.run.id).items()}

    def close(self, *, finished: bool) -> None:
        """Let the sites go.

        finished: nothing is left to do; otherwise the next crawl of these sites goes on with this run.
        """
        with self.store.writing() as connection:
            frontier.release(connection, list(self.sites))
            if finished:
                runs.add(connection, self.store.dialect, self.run.id, frontier.put_off(connection, list(self.sites)))
                runs.finish(connection, self.run.id, time.time())
            locks.release(connection, self.owner)
