"""Page in, article out: the steps in order, and what they decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from cleaners import flat, metadata
from cleaners.article import Article
from cleaners.blocks import Block
from cleaners.context import Context
from cleaners.options import CleanOptions
from cleaners.page import Page
from cleaners.profile import SiteProfile
from cleaners.stated import hidden_body
from cleaners.steps import DEFAULT_STEPS, Step
from cleaners.verdicts import Finding, Verdicts

STATED = "stated in the page's JSON-LD, not shown on the page"
REPLACED = "the page's JSON-LD states a body that it does not show"


class Judged(NamedTuple):
    """A block and every finding about it, oldest first; the last one decided."""

    block: Block
    trail: tuple[Finding, ...] = ()

    @property
    def step(self) -> str:
        """The step that decided; empty where none spoke about the block."""
        return self.trail[-1].step if self.trail else ""

    @property
    def reason(self) -> str:
        """Why, in a short phrase."""
        return self.trail[-1].reason if self.trail else ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article with the blocks its text was made of and the blocks that were removed, each with its reason.

    `empty_reason` says why `article.text` is empty; it is "" where there is a text.
    """

    article: Article
    kept: tuple[Judged, ...]
    removed: tuple[Judged, ...]
    empty_reason: str = ""


class Cleaner:
    """Cleans pages with one set of steps, options and site profiles; safe to share, it keeps no state."""

    def __init__(
        self,
        profiles: Mapping[str, SiteProfile] | None = None,
        *,
        options: CleanOptions | None = None,
        steps: tuple[tuple[str, Step], ...] = DEFAULT_STEPS,
    ) -> None:
        """profiles: by host, as `learn` returns them. steps: (name, step) in the order in which they run."""
        self.profiles = profiles or {}
        self.options = options or CleanOptions()
        self.steps = steps

    def __call__(self, page: Page) -> Cleaned:
        """Judge every block of the page and read its metadata."""
        reading = metadata.examine(page) if page.root is not None else metadata.Reading(flat.read(page))
        context = Context(
            meta=reading.article,
            stated_body=reading.stated_body,
            options=self.options,
            profile=self.profiles.get(page.host),
        )
        verdicts = Verdicts(len(page.blocks))
        for name, step in self.steps:
            verdicts.apply(name, step(page, verdicts, context))
        kept, removed = _split(page, verdicts)
        if reading.stated_body:
            kept, removed = _with_hidden_body(page, kept, removed, reading.stated_body)
        text = "\n\n".join(judged.block.text for judged in kept)
        reason = "" if text else _empty_reason(removed)
        return Cleaned(article=replace(reading.article, text=text), kept=kept, removed=removed, empty_reason=reason)


def _split(page: Page, verdicts: Verdicts) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    judged = [(verdicts.kept(block.index), Judged(block, verdicts.trail(block.index))) for block in page.blocks]
    return tuple(each for keep, each in judged if keep), tuple(each for keep, each in judged if not keep)


def _with_hidden_body(
    page: Page, kept: tuple[Judged, ...], removed: tuple[Judged, ...], stated: str
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """The body from the metadata in place of what the page shows, where it shows next to nothing of it."""
    size = sum(len(judged.block.text) for judged in kept)
    hidden = hidden_body(page.blocks, size, stated)
    if not hidden:
        return kept, removed
    taken = tuple(Judged(each, (Finding(each.index, keep=True, reason=STATED, step="hidden_body"),)) for each in hidden)
    gone = tuple(
        Judged(block, (*trail, Finding(block.index, keep=False, reason=REPLACED, step="hidden_body")))
        for block, trail in kept
    )
    return taken, tuple(sorted((*removed, *gone), key=lambda judged: judged.block.index))


def _empty_reason(removed: tuple[Judged, ...]) -> str:
    """The reason of the step that took the last blocks: that one emptied the page."""
    if not removed:
        return "the page holds no text"
    whole = [each for each in removed if each.step == "no_article"]
    return whole[0].reason if whole else "no block looks like article text"


def clean(html: str | bytes, *, url: str | None = None, charset: str | None = None) -> Article:
    """The article of one HTML page; its text is empty where the page holds no article.

    charset: what an HTTP header said, if anything did.

    Raises CleanError (NotHtmlError, TooLargeError) for an input that cannot be looked at.
    """
    return Cleaner()(Page.parse(html, url=url, charset=charset)).article


def clean_text(text: str, *, url: str | None = None) -> Article:
    """The article of a page that was flattened to text, chrome and all.

    Raises TooLargeError for a text over the limit.
    """
    return Cleaner()(Page.from_text(text, url=url)).article
