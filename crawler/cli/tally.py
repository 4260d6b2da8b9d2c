"""Counting what became of inputs, and saying so: every failure by name, floods of the same by number."""

import json
from collections import Counter
from types import TracebackType
from typing import Self

import click

from cleaners.characters import printable
from cleaners.inputs import Refused
from cleaners.worker import Outcome
from crawler.cli.live import Live

SHOWN = 20  # lines about inputs that were skipped or empty for the same reason


class Tally:
    """Counts outcomes, names the bad ones on stderr, and shows progress there where it is a terminal.

    Use as a context manager: leaving it writes the closing line. as_json: everything said is a JSON object a line, and
    every input that gave no article is named.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self.live = Live("reading")
        self._as_json = as_json
        self._told: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> Self:
        self.live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.live.__exit__(kind, error, trace)
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
            if self._as_json:
                self.live.tell(json.dumps({"outcome": what, "name": name, "reason": reason}))
            elif what == "failed" or self._told[what, reason] <= SHOWN:
                self.live.tell(f"{what}: {printable(name)}: {printable(reason)}")
        self.live.advance(self.line())

    def line(self) -> str:
        """The closing line."""
        return ", ".join(f"{number} {name}" for name, number in self._closing().items())

    def _closing(self) -> dict[str, int]:
        """Three counts always, the others where there are any."""
        names = ["cleaned", "empty", "failed", *(name for name in ("skipped", "done before") if self.counts[name])]
        return {name: self.counts[name] for name in names}

    def _close(self) -> None:
        if self._as_json:
            click.echo(json.dumps({"counts": self._closing()}), err=True)
            return
        for (what, reason), number in self._told.items():
            if what != "failed" and number > SHOWN:
                click.echo(f"{what}: {number - SHOWN} more: {printable(reason)}", err=True)
        click.echo(self.line(), err=True)
