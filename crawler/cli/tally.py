"""Counting what became of inputs, and saying so: every failure by name, floods of the same by number."""

import sys
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from cleaners.characters import printable
from cleaners.inputs import Refused
from cleaners.worker import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress

SHOWN = 20  # lines about inputs that were skipped or empty for the same reason


class Tally:
    """Counts outcomes, names the bad ones on stderr, and shows progress there where it is a terminal.

    Use as a context manager: leaving it writes the closing line.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._told: Counter[tuple[str, str]] = Counter()
        self._progress = _progress()

    def __enter__(self) -> Self:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()
        if kind is None:
            self._close()

    @property
    def exit_code(self) -> int:
        """0, or 1 where something failed."""
        return 1 if self.counts["failed"] else 0

    def add(self, outcome: Outcome | Refused) -> None:
        """One input is dealt with."""
        if isinstance(outcome, Refused):
            self._count("skipped" if outcome.skipped else "failed", outcome.name, outcome.reason)
        elif outcome.error:
            self._count("failed", outcome.name, outcome.error)
        elif outcome.empty_reason:
            self._count("empty", outcome.name, outcome.empty_reason)
        else:
            self._count("cleaned", outcome.name, "")

    def done_before(self) -> None:
        """One input whose output an earlier run has made."""
        self._count("done before", "", "")

    def _count(self, what: str, name: str, reason: str) -> None:
        self.counts[what] += 1
        if reason:
            self._told[what, reason] += 1
            if what == "failed" or self._told[what, reason] <= SHOWN:
                self._tell(f"{what}: {printable(name)}: {printable(reason)}")
        if self._progress:
            self._progress.update(self._progress.task_ids[0], advance=1, description=self.line())

    def _tell(self, line: str) -> None:
        if self._progress:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)

    def line(self) -> str:
        """The closing line: three counts always, the others where there are any."""
        names = ["cleaned", "empty", "failed", *(name for name in ("skipped", "done before") if self.counts[name])]
        return ", ".join(f"{self.counts[name]} {name}" for name in names)

    def _close(self) -> None:
        for (what, reason), number in self._told.items():
            if what != "failed" and number > SHOWN:
                click.echo(f"{what}: {number - SHOWN} more: {printable(reason)}", err=True)
        click.echo(self.line(), err=True)


def _progress() -> "Progress | None":
    """A display on a terminal only; rich is slow to import."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("reading", total=None)
    return progress
