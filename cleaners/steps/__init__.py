"""The steps in the order in which they run. Each judges blocks; none changes the page."""

from collections.abc import Iterator
from typing import Protocol

from cleaners.context import Context
from cleaners.page import Page
from cleaners.steps.byline import byline, dateline
from cleaners.steps.credits import credits_and_captions
from cleaners.steps.end_markers import end_markers
from cleaners.steps.entry_times import entry_times
from cleaners.steps.front_matter import front_matter
from cleaners.steps.headline import headline
from cleaners.steps.known_site import known_site
from cleaners.steps.main_content import main_content
from cleaners.steps.no_article import no_article
from cleaners.steps.prompts import prompts
from cleaners.steps.site_chrome import site_chrome
from cleaners.steps.widgets import widgets
from cleaners.verdicts import Finding, Verdicts


class Step(Protocol):
    """Names blocks and says why; sees what earlier steps decided."""

    def __call__(self, page: Page, verdicts: Verdicts, context: Context, /) -> Iterator[Finding]:
        """Findings about blocks of the page, in any order."""
        ...


DEFAULT_STEPS: tuple[tuple[str, Step], ...] = (
    ("known_site", known_site),
    ("widgets", widgets),
    ("main_content", main_content),
    ("site_chrome", site_chrome),
    ("entry_times", entry_times),
    ("headline", headline),
    ("byline", byline),
    ("dateline", dateline),
    ("credits", credits_and_captions),
    ("front_matter", front_matter),
    ("prompts", prompts),
    ("end_markers", end_markers),
    ("no_article", no_article),
)
