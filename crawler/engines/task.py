"""One crawl in a fresh process: Scrapy's reactor can be started once in each."""

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Self

from crawler.errors import UnavailableError, WirebrushError
from crawler.process import Plan, Result, run

END_SECONDS = 30.0  # for a crawl that is told to end; the store survives that it is killed


@dataclass(slots=True)
class Task:
    """A crawl in progress."""

    process: SpawnProcess
    answer: "Connection[bool, Result | WirebrushError]"

    @classmethod
    def start(cls, plan: Plan) -> Self:
        """Begin it."""
        context = get_context("spawn")
        answer, sender = context.Pipe(duplex=False)
        process = context.Process(target=_crawl, args=(plan, sender))
        process.start()
        sender.close()
        return cls(process, answer)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.process.is_alive() and not self.answer.poll()

    def result(self) -> Result:
        """What came of it, once it has ended.

        Raises WirebrushError as the crawl did; UnavailableError where its process died.
        """
        try:
            with self.answer:
                found = self.answer.recv()
        except EOFError:
            self.process.join()
            raise UnavailableError(f"the process that crawled died (exit code {self.process.exitcode})") from None
        self.process.join()
        if isinstance(found, WirebrushError):
            raise found
        return found

    def stop(self) -> None:
        """End it: the sites' next crawl goes on where it was."""
        self.process.terminate()
        self.process.join(END_SECONDS)
        self.process.kill()


def _crawl(plan: Plan, sender: "Connection[Result | WirebrushError, bool]") -> None:
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches who started it, and that one tells us once
    Thread(target=_end_with_parent, daemon=True).start()
    with sender, suppress(BrokenPipeError):
        try:
            sender.send(run(plan))
        except WirebrushError as error:
            sender.send(error)


def _end_with_parent() -> None:
    """A parent that was killed can tell nobody; whoever crawls these sites next would wait for us."""
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
