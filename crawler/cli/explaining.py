"""The report of `clean --explain`: what was removed from each page, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cleaners.clean import Cleaned
from cleaners.explain import explain
from cleaners.outputs import write_text
from cleaners.report import Report
from cleaners.worker import Outcome

MOST_PAGES = 200  # more than anybody reads, and about what a browser opens gladly


class Explainer:
    """Gathers a report of the first pages; without a path it does nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.left_out = 0
        self._report = Report()
        self._pages = 0

    def add(self, outcome: Outcome) -> None:
        """One page, unless it failed."""
        if self.path is None or outcome.article is None:
            return
        if self._pages == MOST_PAGES:
            self.left_out += 1
            return
        self._pages += 1
        cleaned = Cleaned(outcome.article, outcome.kept, outcome.removed, outcome.empty_reason)
        self._report.add(explain(cleaned, outcome.name))

    def write(self) -> None:
        """Write the report whole or not at all. Raises OSError."""
        if self.path is None:
            return
        write_text(self.path, self._report.html())
        if self.left_out:
            click.echo(f"{self.path}: the first {MOST_PAGES} pages; {self.left_out} more are not in it", err=True)


@contextmanager
def open_explainer(path: Path | None) -> Iterator[Explainer]:
    """A report that is written when the block ends well."""
    explainer = Explainer(path)
    yield explainer
    explainer.write()
