"""Cleaning in worker processes: a page that takes too long, or too much, costs itself and nothing else."""

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from threading import Event, RLock, Thread
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from cleaners.inputs.source import Refused, Source
from cleaners.options import CleanOptions
from cleaners.profile import SiteProfile
from cleaners.worker import (
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    Outcome,
    Report,
    Worker,
    cpu_limit,
    limit_process,
    spare_collector,
)

AHEAD = 4  # pages a worker may be given before the first of them is back
AHEAD_BYTES = 32_000_000
TRIES = 3  # of a page whose pool broke before it was begun
WATCH_SECONDS = 1.0
PATIENCE = 12  # times a page's seconds that may pass on a busy machine before its processor time has
BYTES_AS_LONG_AGAIN = 4_000_000  # of a page that may take twice the time; long reads are rare, and read to their end

_workers: list[Worker] = []  # in a worker process: its one cleaner; in every other process empty


class CleanPool:
    """Worker processes that clean pages.

    Use as a context manager: leaving it ends the workers. Order is the order of submission; a worker that dies or runs
    past its time is replaced, and only the page it had is lost, reported in its `Outcome.error`.
    """

    def __init__(
        self,
        jobs: int,
        *,
        seconds: float = 30.0,
        memory_mb: int = 1500,
        profiles: Mapping[str, SiteProfile] | None = None,
        options: CleanOptions | None = None,
        report: Report | None = None,
    ) -> None:
        """jobs: worker processes. seconds, memory_mb: limits for one page; pages of megabytes may take longer, by size.

        The seconds are of the processor where the system can count them; `PATIENCE` times as many may pass.

        report: what comes back of a page.

        Raises ValueError for a limit that lets no page through.
        """
        if jobs < 1 or seconds <= 0 or memory_mb < 1:
            raise ValueError("jobs, seconds and memory_mb must be positive")
        self.jobs = jobs
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._setup = (profiles, options, report)
        self._lock = RLock()
        self._over = Event()
        self._pending: dict[Future[Outcome], tuple[Source, int]] = {}  # with the tries that are left
        self._broken: list[ProcessPool] = []
        self._pool = self._start()
        Thread(target=self._watch, daemon=True).start()

    def _start(self) -> ProcessPool:
        # A fork shares what is imported already and runs no script a second time; macOS is not safe to fork
        method = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPool(
            max_workers=self.jobs,
            initializer=_start_worker,
            initargs=(self.memory_mb, *self._setup),
            context=multiprocessing.get_context(method),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._over.set()
        for pool in self._broken:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def submit(self, source: Source) -> "Future[Outcome]":
        """Hand a page to the next free worker; the future never raises, it holds the outcome.

        Raises OSError where the system lets no process be started.
        """
        outcome: Future[Outcome] = Future()
        with self._lock:
            try:
                if not self._pool.active:
                    self._replace()
                self._hand_over(source, outcome, TRIES)
            except BrokenProcessPool as error:
                del self._pending[outcome]
                cause = error.__cause__ if isinstance(error.__cause__, OSError) else OSError()
                raise OSError(cause.errno, f"no process can be started: {cause.strerror}") from error
        return outcome

    def _hand_over(self, source: Source, outcome: "Future[Outcome]", tries: int) -> None:
        self._pending[outcome] = source, tries - 1
        seconds = self.seconds * (1 + len(source.data) / BYTES_AS_LONG_AGAIN)
        running = self._pool.schedule(_clean_page, args=(source, seconds), timeout=seconds * PATIENCE)
        running.add_done_callback(partial(self._settle, self._pool, outcome))

    def _settle(self, pool: ProcessPool, outcome: "Future[Outcome]", running: "Future[Outcome]") -> None:
        try:
            error = running.exception()
        except CancelledError:
            error = CancelledError()
        with self._lock:
            if pool is not self._pool or isinstance(error, BrokenProcessPool) or outcome not in self._pending:
                return  # the page goes to another pool, or has gone there
            source, _ = self._pending.pop(outcome)
        if outcome.set_running_or_notify_cancel():
            outcome.set_result(self._failed(source, self._why(error)) if error else running.result())

    def _watch(self) -> None:
        """A pool whose worker is killed between two pages breaks, forgets what it was given, and may tell nobody."""
        while not self._over.wait(WATCH_SECONDS):
            with self._lock, suppress(BrokenProcessPool):
                if self._pending and not self._pool.active:
                    self._replace()

    def _replace(self) -> None:
        """Begin another pool, and give it what the broken one had."""
        self._broken.append(self._pool)
        self._pool = self._start()
        for outcome, (source, tries) in list(self._pending.items()):
            if tries:
                self._hand_over(source, outcome, tries)
            elif self._pending.pop(outcome) and outcome.set_running_or_notify_cancel():
                outcome.set_result(self._failed(source, "the process that should clean it died again and again"))

    @staticmethod
    def _failed(source: Source, why: str) -> Outcome:
        return Outcome(name=source.name, place=source.place, error=why)

    def _why(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"took longer than {error.args[-1]:.3g} seconds"
        if isinstance(error, ProcessExpired) and error.exitcode == OUT_OF_TIME:
            return f"took longer than {self.seconds:.3g} seconds of the processor"
        if isinstance(error, CancelledError):
            return "stopped before it was cleaned"
        if isinstance(error, ProcessExpired) and error.exitcode == OUT_OF_MEMORY:
            return f"needs more than {self.memory_mb:,} MB of memory"
        if isinstance(error, ProcessExpired):
            return f"the process that cleaned it died (exit code {error.exitcode})"
        return f"could not be handed to a worker: {type(error).__name__}: {error}"

    def clean_all(self, sources: Iterable[Source | Refused]) -> Iterator[Outcome | Refused]:
        """The outcomes in the order of the input, in which refused inputs keep their place; few pages wait at once."""
        waiting: deque[tuple[Future[Outcome] | Refused, int]] = deque()
        held = 0
        for source in sources:
            size = len(source.data) if isinstance(source, Source) else 0
            while waiting and (len(waiting) >= AHEAD * self.jobs or held + size > AHEAD_BYTES):
                first, freed = waiting.popleft()
                held -= freed
                yield first if isinstance(first, Refused) else first.result()
            waiting.append((self.submit(source) if isinstance(source, Source) else source, size))
            held += size
        for first, _ in waiting:
            yield first if isinstance(first, Refused) else first.result()


def _start_worker(
    memory_mb: int, profiles: Mapping[str, SiteProfile] | None, options: CleanOptions | None, report: Report | None
) -> None:
    limit_process(memory_mb)
    _workers.append(Worker(profiles, options, report))
    spare_collector()


def _clean_page(source: Source, seconds: float) -> Outcome:
    with cpu_limit(seconds):
        return _workers[-1](source)
