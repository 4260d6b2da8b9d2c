"""A crawl of many sites that several machines share, each with the same command on the same store."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from crawler.config import SiteConfig
from crawler.discovery.urls import site_of
from crawler.errors import BusyError, WirebrushError
from crawler.process import Plan, Result
from crawler.store import Store, frontier, locks, open_store, runs, shares

POLL_SECONDS = 0.5
TRIES = 3  # of a host whose crawls end in a fault
NAMED_FAILURES = 20


class Running(Protocol):
    """A crawl that an engine started."""

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        ...

    def result(self) -> Result:
        """What came of it. Raises WirebrushError where nothing did."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


@dataclass(slots=True)
class Shared:
    """Takes hosts that are free and not done, some at a time, until the run has none left; also what others let fall.

    at_once: hosts that are crawled at the same time. start: begins the crawl of one host.
    """

    plan: Plan
    at_once: int
    start: Callable[[Plan], Running]
    _running: dict[str, Running] = field(default_factory=dict)
    _tries: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _stopped: set[str] = field(default_factory=set)
    _faults: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, str] = field(default_factory=dict)

    def run(self) -> Result:
        """Crawl to the end of the run, whoever crawls its sites; a signal ends what was begun here.

        Raises UnavailableError where the store cannot be used.
        """
        store = open_store(self.plan.store)
        try:
            with store.writing() as connection:
                urls = {site: config.url for site, config in self.plan.sites.items()}
                run_id = shares.join(connection, store.dialect, urls, time.time()).id
            while self._look(store, run_id):
                time.sleep(POLL_SECONDS)
            return self._result(store, run_id)
        finally:
            for crawl in self._running.values():
                crawl.stop()
            store.close()

    def _look(self, store: Store, run_id: int) -> bool:
        """Take what has ended, begin what is free; False once nothing is left to do or to wait for."""
        for host in [host for host, crawl in self._running.items() if not crawl.running]:
            self._end(host, self._running.pop(host))
        with store.reading() as connection:
            left = self._hosts(shares.unfinished(connection, run_id))
            busy = locks.busy(connection, self.plan.sites, time.time())
        mine = {host: sites for host, sites in left.items() if host not in self._stopped}
        for host, sites in mine.items():
            if len(self._running) >= self.at_once:
                break
            if host not in self._running and not any(site in busy for site in sites):
                self._running[host] = self.start(replace(self.plan, sites=sites, shared=run_id))
        return bool(mine or self._running)

    def _hosts(self, names: list[str]) -> dict[str, dict[str, SiteConfig]]:
        """The sites by host: those of one host are crawled together."""
        found: defaultdict[str, dict[str, SiteConfig]] = defaultdict(dict)
        for name in names:
            config = self.plan.sites[name]
            found[site_of(config.url) or config.url][name] = config
        return found

    def _end(self, host: str, crawl: Running) -> None:
        try:
            result = crawl.result()
            finished = result.finished
            self._waiting.update(result.waiting)
        except BusyError:
            return  # another crawl was quicker
        except WirebrushError as error:
            self._faults[host] = str(error)
            self._tries[host] += 1
            finished = self._tries[host] < TRIES
        if not finished:
            self._stopped.add(host)

    def _result(self, store: Store, run_id: int) -> Result:
        with store.reading() as connection:
            sites = list(self.plan.sites)
            return Result(
                run_id=run_id,
                counts=runs.of_run(connection, run_id),
                busy={},
                finished=not shares.unfinished(connection, run_id),
                broken=runs.verdicts(connection, run_id),
                failures=tuple(frontier.failures(connection, sites, NAMED_FAILURES)),
                faults={host: self._faults[host] for host in self._stopped if host in self._faults},
                waiting=self._waiting,
            )
