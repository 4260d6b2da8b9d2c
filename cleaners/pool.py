"""Cleaning in worker processes: a page that takes too long, or too much, costs itself and nothing else."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from cleaners.inputs.source import Refused, Source
from cleaners.options import CleanOptions
from cleaners.process import EndedError, NotReadyError, OverdueError, WorkerProcess
from cleaners.profile import SiteProfile
from cleaners.worker import OUT_OF_MEMORY, OUT_OF_TIME, Outcome, Report, Setup

AHEAD = 4  # pages a worker may be given before the first of them is back
AHEAD_BYTES = 32_000_000
TRIES = 2  # of a page whose process was killed or crashed, which need not be its doing
WATCH_SECONDS = 1.0
PATIENCE = 12  # times a page's seconds that may pass on a busy machine before its processor time has
BYTES_AS_LONG_AGAIN = 4_000_000  # of a page that may take twice the time; long reads are rare, and read to their end


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
        self._setup = Setup(
            memory_mb=memory_mb, profiles=profiles, options=options or CleanOptions(), report=report or Report()
        )
        self._waiting: SimpleQueue[tuple[Source, Future[Outcome]] | None] = SimpleQueue()
        self._lock = Lock()
        self._workers: list[WorkerProcess | None] = []  # None: it died, and the next page begins another
        self._threads: list[Thread] = []  # one for each worker
        self._closed = self._stopped = False
        self._over = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
        if kind is not None:
            self._stopped = True
            for worker in filter(None, self._workers):
                worker.kill()
        for _ in self._threads:
            self._waiting.put(None)  # behind all pages
        for thread in self._threads:
            thread.join()
        self._over.set()

    def submit(self, source: Source) -> "Future[Outcome]":
        """Hand a page to the next free worker; the future never raises, it holds the outcome.

        Raises OSError where the system lets no process be started, RuntimeError where the pool has ended.
        """
        outcome: Future[Outcome] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool has ended")
            if len(self._workers) < self.jobs:
                self._hire()
            self._waiting.put((source, outcome))
        return outcome

    def _hire(self) -> None:
        """One more worker, and the thread that gives it pages; the first one brings the watch."""
        self._workers.append(WorkerProcess(self._setup))
        self._threads.append(Thread(target=self._feed, args=(len(self._threads),), name="cleaner", daemon=True))
        self._threads[-1].start()
        if len(self._threads) == 1:
            Thread(target=self._watch, daemon=True).start()

    def _feed(self, number: int) -> None:
        while waiting := self._waiting.get():
            source, outcome = waiting
            if outcome.set_running_or_notify_cancel():
                outcome.set_result(self._cleaned(number, source))
        if worker := self._workers[number]:
            worker.end()

    def _cleaned(self, number: int, source: Source) -> Outcome:
        why, seconds = "", self.seconds * (1 + len(source.data) / BYTES_AS_LONG_AGAIN)
        for _ in range(TRIES):
            if self._stopped:
                why = "stopped before it was cleaned"
                break
            try:
                worker = self._workers[number] = self._workers[number] or WorkerProcess(self._setup)
                return worker.clean(source, seconds, seconds * PATIENCE)
            except OSError as error:
                why = str(error.strerror)
            except EndedError as error:
                self._workers[number] = None
                why = self._why(error, seconds * PATIENCE)
                if isinstance(error, OverdueError) or error.code in (OUT_OF_TIME, OUT_OF_MEMORY):
                    break
        return Outcome(name=source.name, place=source.place, error=why)

    def _why(self, error: EndedError, patience: float) -> str:
        if isinstance(error, OverdueError):
            return f"took longer than {patience:.3g} seconds"
        if error.code == OUT_OF_TIME:
            return f"took longer than {self.seconds:.3g} seconds of the processor"
        if error.code == OUT_OF_MEMORY:
            return f"needs more than {self.memory_mb:,} MB of memory"
        if isinstance(error, NotReadyError):
            return "the process that should clean it died again and again"
        return f"the process that cleaned it died (exit code {error.code})"

    def _watch(self) -> None:
        while not self._over.wait(WATCH_SECONDS):
            for worker in filter(None, self._workers):
                worker.check()

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
