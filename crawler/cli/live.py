"""Progress on a terminal: how many, how fast, how long still. Through a pipe nothing is shown."""

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")


class Live:
    """A line on standard error while its block runs; what is told meanwhile stands above it."""

    def __init__(self, doing: str) -> None:
        self._progress = _progress(doing)
        self._count = 0
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()

    def expect(self, total: int) -> None:
        """So many are to come: the time that is left can be told."""
        self._began = time.monotonic()
        if self._progress:
            self._progress.reset(self._progress.task_ids[0], total=total)

    def advance(self, said: str = "") -> None:
        """One more is done. said: in place of what is being done."""
        self._count += 1
        if self._progress:
            task = self._progress.tasks[0]
            pace = f"{self._count / max(time.monotonic() - self._began, 0.001):,.1f}/s"
            self._progress.update(task.id, advance=1, description=said or task.description, pace=pace)

    def counted(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, each of which is one more."""
        for item in items:
            yield item
            self.advance()

    def tell(self, line: str) -> None:
        """A line that stays."""
        if self._progress:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)


def _progress(doing: str) -> "Progress | None":
    """A display on a terminal only; rich is slow to import."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    said, pace = (TextColumn(f"{{task.{name}}}", markup=False) for name in ("description", "fields[pace]"))
    columns = (SpinnerColumn(), said, MofNCompleteColumn(), pace, TimeRemainingColumn(elapsed_when_finished=True))
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task(doing, total=None, pace="")
    return progress
