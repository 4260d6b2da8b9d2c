"""The process that crawls one site."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

END_SECONDS = 4.0  # for a run that is told to end; the store survives that it is killed, and ten are promised in all


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a run. error: why there was none; "" else. finished: nothing is left to do.

    waiting: what could not be moved to the archive's object store yet, a line each.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    finished: bool = False
    error: str = ""
    waiting: Sequence[str] = ()

    @property
    def busy(self) -> bool:
        """Whether another crawl has the site: nothing is wrong with it then."""
        return "is being crawled by" in self.error


@dataclass(slots=True)
class Worker:
    """A run in progress."""

    site: str
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    began: float

    @classmethod
    def start(cls, order: Mapping[str, str]) -> "Worker":
        """Start the run of order["site"]."""
        output = tempfile.TemporaryFile()  # a pipe could fill up while nobody reads it
        process = subprocess.Popen(
            [sys.executable, "-m", "crawler.watch.child"],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the watch, which tells its workers once
        )
        if process.stdin:
            with suppress(BrokenPipeError), process.stdin as orders:
                orders.write(json.dumps(dict(order)).encode())
        return cls(order["site"], process, output, time.monotonic())

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self.process.poll() is None

    def result(self) -> Ended:
        """What came of it, once it has ended."""
        self.output.seek(0)
        written = self.output.read()
        self.output.close()
        try:
            answer = json.loads(written)
        except ValueError:
            return Ended(error=f"the process that crawled died (exit code {self.process.returncode})")
        if "error" in answer:
            return Ended(error=answer["error"])
        return Ended(answer["counts"], answer["finished"], waiting=answer["waiting"])


def stop(workers: Iterable[Worker], seconds: float = END_SECONDS) -> None:
    """End runs: ask all at once, wait, then kill what is left, with the processes it started."""
    left = [worker for worker in workers if worker.running]
    for worker in left:
        worker.process.terminate()
    end = time.monotonic() + seconds
    for worker in left:
        with suppress(subprocess.TimeoutExpired):
            worker.process.wait(max(0.1, end - time.monotonic()))
    kill(left)
    for worker in left:
        worker.process.wait()


def kill(workers: Iterable[Worker]) -> None:
    """End runs at once, with the processes they started."""
    for worker in list(workers):
        if worker.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(worker.process.pid, signal.SIGKILL)
