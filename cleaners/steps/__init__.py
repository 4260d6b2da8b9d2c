"""The steps in the order in which they run. Each judges blocks; none changes the page."""

from collections.abc import Iterator
from typing import Protocol

from cleaners.context import Context
from cleaners.page import Page
from cleaners.steps.main_content import main_content
from cleaners.verdicts import Finding, Verdicts


class Step(Protocol):
    """Names blocks and says why; sees what earlier steps decided."""

    def __call__(self, page: Page, verdicts: Verdicts, context: Context, /) -> Iterator[Finding]:
        """Findings about blocks of the page, in any order."""
        ...


DEFAULT_STEPS: tuple[tuple[str, Step], ...] = (("main_content", main_content),)
