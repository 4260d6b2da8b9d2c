"""The loop: which site is due, who is running, who must be told."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.alerts import Sender
from crawler.alerts.sender import State
from crawler.errors import BusyError, UnavailableError
from crawler.store import Store, locks, runs
from crawler.store.locks import LOCK_SECONDS, Owner
from crawler.watch import rhythm, service_manager
from crawler.watch.metrics import Metrics
from crawler.watch.rhythm import Bounds
from crawler.watch.signals import Signals
from crawler.watch.sites_file import SitesFile
from crawler.watch.worker import Ended, Worker, kill, stop

LOCK = " watch"  # no site can be called that: names are stripped
TICK = 1.0
HISTORY = 30
BUSY_SECONDS = 60.0  # before a site is tried again that another crawl has
STORE_SECONDS = 10.0  # before a store is tried again that could not be used
ALERT_SECONDS = 60.0  # before an alert is tried again that did not arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to watch. at_once: sites that are crawled at the same time. once: run what is due, then end."""

    store: str
    archive: Path | str | None
    bounds: Bounds
    at_once: int = 2
    once: bool = False


@dataclass(slots=True)
class Schedule:
    """When a site is due, by the clock on the wall, and its interval; failures: runs in a row that gave nothing."""

    at: float
    interval: float
    failures: int = 0


@dataclass(slots=True)
class Watch:
    """One watch on one store."""

    options: Options
    file: SitesFile
    store: Store
    sender: Sender
    say: Callable[[str], None]
    metrics: Metrics = field(default_factory=Metrics)
    owner: Owner = field(default_factory=Owner)
    signals: Signals = field(default_factory=Signals)
    _schedules: dict[str, Schedule] = field(default_factory=dict)
    _workers: dict[str, Worker] = field(default_factory=dict)
    _errors: dict[str, str] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)
    _waiting: Sequence[str] = ()
    _renewed: float = 0.0
    _alerted: float = -ALERT_SECONDS

    def run(self) -> int:
        """Watch until a signal comes; returns the exit code of a single round: 1 where a site looks broken at its end.

        So it is where files of the archive wait.

        Raises UnavailableError where another watch has the store, or takes it over.
        """
        with self._locked(), self.signals.heard(lambda: kill(self._workers.values())):
            try:
                self._plan_all()
                service_manager.notify("READY=1")
                while not self.signals.ending.is_set() and not (self.options.once and self._idle()):
                    self.signals.ending.wait(self.tick())
                broken = any(state.reason for state in self._states().values())
                return int(self.options.once and (broken or bool(self._waiting)))
            finally:
                service_manager.notify("STOPPING=1")
                stop(self._workers.values())

    def tick(self) -> float:
        """Look at everything; returns seconds until the next look.

        A store that cannot be used now (locked by a long write, its server restarted) is tried again, but not for a
        single round.
        """
        try:
            self._step()
        except BusyError:
            raise
        except UnavailableError as error:
            if self.options.once:
                raise
            self.say(f"{error}: tried again in {STORE_SECONDS:.0f} seconds")
            return STORE_SECONDS
        self.metrics.beat()
        service_manager.notify("WATCHDOG=1")
        return TICK

    def _step(self) -> None:
        self._renew()
        self._reread()
        for site in [site for site, worker in self._workers.items() if not worker.running]:
            self._finish(self._workers.pop(site))
        if not self.signals.ending.is_set():
            self._start_due()
        self.metrics.running.set(len(self._workers))
        if time.monotonic() - self._alerted > ALERT_SECONDS:
            self._alert()

    def _idle(self) -> bool:
        now = time.time()
        waiting = (self._schedules[site].at > now for site in self._schedules.keys() - self._done)
        return not self._workers and all(waiting)

    def _plan_all(self) -> None:
        for site in self.file.sites:
            self._plan(site)

    def _plan(self, site: str) -> None:
        """Look at the site's history: a restart goes on where the last watch was."""
        with self.store.reading() as connection:
            history = runs.history(connection, site, HISTORY)
        seconds = rhythm.interval(history, self.file.sites[site].interval, self.options.bounds)
        self._schedules[site] = Schedule(rhythm.due(history, site, seconds, time.time()), seconds)
        self.metrics.due.labels(site).set(self._schedules[site].at)

    def _start_due(self) -> None:
        now = time.time()
        for schedule in self._schedules.values():
            schedule.at = min(schedule.at, now + schedule.interval * (1 + rhythm.JITTER))  # the clock was set back
        waiting = sorted(self._schedules, key=lambda site: self._schedules[site].at)
        for site in waiting:
            if len(self._workers) >= self.options.at_once or self._schedules[site].at > now:
                return
            if site not in self._workers and site not in self._done:
                archive = str(self.options.archive or "")
                order = {"file": str(self.file.path), "site": site, "store": self.options.store, "archive": archive}
                self._workers[site] = Worker.start(order)

    def _finish(self, worker: Worker) -> None:
        site, result = worker.site, worker.result()
        self.metrics.ended(site, result, time.monotonic() - worker.began)
        if site not in self.file.sites:
            return
        failures = self._schedules[site].failures
        self._plan(site)
        schedule = self._schedules[site]
        if result.busy:
            schedule.at = time.time() + BUSY_SECONDS
        elif result.error:
            schedule.failures = failures + 1
            schedule.at = time.time() + min(schedule.interval, BUSY_SECONDS * 2**failures)
            self._errors[site] = result.error
        else:
            self._errors.pop(site, None)
        self.say(self._line(site, result, schedule))
        self._waiting = self._waiting if result.error else result.waiting
        for line in result.waiting:
            self.say(line)
        if self.options.once:
            self._done.add(site)
        self._alert()

    def _line(self, site: str, result: Ended, schedule: Schedule) -> str:
        counts = ", ".join(f"{result.counts.get(name, 0):,} {name}" for name in ("stored", "changed", "unchanged"))
        minutes = max(0.0, schedule.at - time.time()) / 60
        return f"{site}: {result.error or counts}; next run in {minutes:,.0f} minutes"

    def _states(self) -> dict[str, State]:
        """What the last run of each site found wrong; one that had nothing to look at yet says nothing."""
        found: dict[str, State] = {}
        with self.store.reading() as connection:
            for site, config in self.file.sites.items():
                history = runs.history(connection, site, HISTORY)
                last = next((run for run in history if run.finished_at and run.counts.keys() - {"read robots"}), None)
                if site in self._errors:
                    found[site] = State(config.url, f"the run failed: {self._errors[site]}")
                elif last:
                    found[site] = State(config.url, last.verdict or "")
        return found

    def _alert(self) -> None:
        self._alerted = time.monotonic()
        states = self._states()
        for site, state in states.items():
            self.metrics.broken.labels(site).set(bool(state.reason))
        for failure in self.sender.send(states, lambda: not self.signals.ending.is_set()):
            self.metrics.alerts_failed.inc()
            self.say(f"alert not delivered, tried again later: {failure}")

    def _reread(self) -> None:
        before = self.file.sites
        changed, mistakes = self.file.reload(force=self.signals.reload.is_set())
        self.signals.reload.clear()
        for mistake in mistakes:
            self.say(f"{mistake} (the sites stay as they were)")
        if not changed:
            return
        self._drop(before)
        for site in self.file.sites:
            if self.file.sites[site] != before.get(site):
                self._plan(site)
        self.say(f"{self.file.path}: read again, {len(self.file.sites):,} sites")

    def _drop(self, before: Mapping[str, object]) -> None:
        for site in before.keys() - self.file.sites.keys():
            self._schedules.pop(site, None)
            self._errors.pop(site, None)
            self.metrics.forget(site)
            if site in self._workers:
                self._workers[site].process.terminate()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One watch on a store. Raises UnavailableError where there is one already."""
        with self.store.writing() as connection:
            taken = locks.claim(connection, self.store.dialect, self.owner, [LOCK], time.time()).taken
        if taken:
            raise UnavailableError(f"{self.store.url}: already watched by {taken[LOCK]}")
        self._renewed = time.monotonic()
        try:
            yield
        finally:
            with self.store.writing() as connection:
                locks.release(connection, self.owner)

    def _renew(self) -> None:
        if time.monotonic() - self._renewed > LOCK_SECONDS / 4:
            with self.store.writing() as connection:
                locks.renew(connection, self.owner, [LOCK], time.time())
            self._renewed = time.monotonic()
