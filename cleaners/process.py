"""One worker process, as its pool sees it: a page goes in and its outcome comes back, or the process has ended."""

import multiprocessing
import sys
from contextlib import suppress
from math import inf
from threading import Lock
from time import monotonic

from cleaners.inputs.source import Source
from cleaners.worker import Outcome, Setup, serve

# A process that is forked while the pipe of another is made would hold that open for good, and nobody would see its
# end. Whoever ends one waits too: of two that ask for an exit code at once, one may get none.
_one_at_a_time = Lock()


class EndedError(Exception):
    """The process ended before it answered. code: its exit code, negative for a signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"exit code {code}")
        self.code = code


class NotReadyError(EndedError):
    """It ended before it took a page."""


class OverdueError(EndedError):
    """Its page took too long, so it was killed."""


class WorkerProcess:
    """Cleans one page at a time. It belongs to one thread; others may `check` and `kill` it."""

    def __init__(self, setup: Setup) -> None:
        """Start it. It gets ready while the caller goes on.

        Raises OSError where the system lets no process be started.
        """
        # A fork shares what is imported already and runs no script a second time; macOS is not safe to fork
        linux = sys.platform == "linux"
        context = multiprocessing.get_context("fork") if linux else multiprocessing.get_context("spawn")
        self._until = inf
        self._overdue: float | None = None
        self._ready = False
        try:
            with _one_at_a_time:
                self._pipe, theirs = context.Pipe()
                self._process = context.Process(target=serve, args=(theirs, setup), daemon=True)
                with theirs:
                    self._process.start()
        except OSError as error:
            raise OSError(error.errno, f"no process can be started: {error.strerror}") from error

    def clean(self, source: Source, seconds: float, patience: float) -> Outcome:
        """Clean a page. seconds: that it may take of the processor. patience: seconds that may pass.

        Raises EndedError where the process ends, which is of no more use then.
        """
        try:
            self._ready = self._ready or self._pipe.recv()
            self._until = monotonic() + patience
            self._pipe.send((source, seconds))
            outcome: Outcome = self._pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None
        finally:
            self._until = inf
        return outcome

    def check(self) -> None:
        """Kill it where its page has taken too long."""
        until = self._until
        if monotonic() > until:
            self._overdue = until
            self.kill()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def end(self) -> None:
        """Let it end by itself, as it has nothing to do. To close the pipe is not enough: its siblings have a copy."""
        with suppress(OSError):
            self._pipe.send(None)
        self._join()
        self._pipe.close()

    def _ended(self) -> EndedError:
        self._pipe.close()
        code = self._join()
        if self._overdue == self._until:
            return OverdueError(code)
        return EndedError(code) if self._ready else NotReadyError(code)

    def _join(self) -> int | None:
        with _one_at_a_time:
            self._process.join()
            return self._process.exitcode
