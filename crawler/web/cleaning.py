"""The worker process that cleans what is looked at, always with what was learned and decided last."""

from concurrent.futures import Future
from threading import Lock, Thread

from cleaners.inputs import Source
from cleaners.pool import CleanPool
from cleaners.worker import Outcome, Report
from crawler.store import Store, profiles


class Cleaning:
    """Cleans pages within limits; safe between threads."""

    def __init__(self, store: Store, seconds: float) -> None:
        """seconds: for one page."""
        self._store = store
        self._seconds = seconds
        self._lock = Lock()
        with store.reading() as connection:
            self._stamp = profiles.stamp(connection)
        self._pool = self._open()

    def submit(self, source: Source) -> Future[Outcome]:
        """Hand in a page; what comes back holds its blocks with their reasons, and what it teaches."""
        with self._store.reading() as connection:
            stamp = profiles.stamp(connection)
        with self._lock:
            if stamp != self._stamp:
                Thread(target=_end, args=(self._pool,)).start()  # it may still have pages
                self._stamp, self._pool = stamp, self._open()
            return self._pool.submit(source)

    def close(self) -> None:
        """End the worker."""
        _end(self._pool)

    def _open(self) -> CleanPool:
        with self._store.reading() as connection:
            learned = profiles.load(connection)
        report = Report(judged=True, learn=True)
        return CleanPool(1, seconds=self._seconds, memory_mb=1000, profiles=learned, report=report)


def _end(pool: CleanPool) -> None:
    with pool:
        pass
