"""One crawl on a store: which sites it has for itself, the run that it counts in."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from crawler.config import SiteConfig
from crawler.discovery.urls import site_of
from crawler.errors import BusyError
from crawler.store import Store, frontier, locks, runs, shares
from crawler.store.dialects import Dialect
from crawler.store.locks import Owner
from crawler.store.runs import Run

HOST = "//"  # before a host among the locks: no site can be called that


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Sites (by name) that nobody else crawls while this lives, and the run that counts them.

    busy: the sites that could not be had, with who has them. locks: what is held for it, the hosts too. crashed:
    whether a crawl that had one of them died, so that their hosts may have been asked a moment ago. shared: whether
    others are at other sites of the run.
    """

    store: Store
    run: Run
    sites: Mapping[str, SiteConfig]
    busy: Mapping[str, str] = field(default_factory=dict)
    owner: Owner = field(default_factory=Owner)
    locks: Sequence[str] = ()
    crashed: bool = False
    shared: bool = False

    @classmethod
    def open(cls, store: Store, sites: Mapping[str, SiteConfig], shared: int | None = None) -> "Session":
        """Claim the sites that are free, and their hosts, so that no host is crawled for two sites by two crawls.

        Goes on with their last run, if it did not end, or begins one. shared: the run that is shared with others.

        Raises BusyError where no site is free.
        """
        now, owner = time.time(), Owner()
        with store.writing() as connection:
            hosts = {site: HOST + (site_of(config.url) or config.url) for site, config in sites.items()}
            claim = locks.claim(connection, store.dialect, owner, {*sites, *hosts.values()}, now)
            who = {site: claim.taken.get(site) or claim.taken.get(host) for site, host in hosts.items()}
            mine = {site: config for site, config in sites.items() if not who[site]}
            busy = {site: name for site, name in who.items() if name}
            if not mine:
                raise BusyError("; ".join(f"{site} is being crawled by {name}" for site, name in busy.items()))
            held = [*mine, *{hosts[site] for site in mine}]
            locks.release(connection, owner, but=held)
            run = _begin(connection, store.dialect, mine, shared, now)
        return cls(
            store=store,
            run=run,
            sites=mine,
            busy=busy,
            owner=owner,
            locks=held,
            crashed=not claim.crashed.isdisjoint(held),
            shared=shared is not None,
        )

    def counts(self) -> dict[str, dict[str, int]]:
        """What the run counted so far, by site and name."""
        with self.store.reading() as connection:
            found = runs.of_run(connection, self.run.id)
        return {site: dict(counts) for site, counts in found.items() if site in self.sites}

    def close(self, *, finished: bool) -> None:
        """Let the sites go.

        finished: nothing is left to do; otherwise the next crawl of these sites goes on with this run.
        """
        sites, now = list(self.sites), time.time()
        with self.store.writing() as connection:
            frontier.release(connection, sites)
            if finished:
                runs.add(connection, self.store.dialect, self.run.id, frontier.put_off(connection, sites))
            if finished and self.shared:
                shares.finish(connection, self.run.id, sites, now)
            elif finished:
                runs.finish(connection, self.run.id, now)
            locks.release(connection, self.owner)


def _begin(
    connection: Connection, dialect: Dialect, sites: Mapping[str, SiteConfig], shared: int | None, now: float
) -> Run:
    """Take back what a crawl of these sites left; queue what is due where the run is a new one for them."""
    frontier.release(connection, list(sites))
    if shared is None:
        run = runs.begin(connection, {site: config.url for site, config in sites.items()}, now)
        new = [] if run.resumed else list(sites)
    else:
        before = shares.begin(connection, shared, sites)
        run = Run(shared, resumed=bool(before))
        new = [site for site in sites if site not in before]
    if new:
        frontier.requeue_due(connection, new, now)
        runs.add(connection, dialect, run.id, frontier.waiting(connection, new))
    return run
