"""Page in, article out: the steps in order, and what they decided."""

from collections import Counter
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
from cleaners.stated import hidden_body, is_hidden
from cleaners.steps import DEFAULT_STEPS, Step
from cleaners.steps.credits import caption_reason
from cleaners.unseen import unseen_html
from cleaners.verdicts import Finding, Verdicts

UNSEEN = "in the page's scripts or templates, not shown on the page"
STATED = "stated in the page's JSON-LD, not shown on the page"
REPLACED = "the page holds a body that it does not show"
HIDDEN = "hidden_body"  # the step that a body from elsewhere is reported under
LEAD = 8  # blocks before the first of the text among which the picture above it has its caption
LITTLE = 300  # characters; a page that shows more has its body, and its scripts are not searched for one


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

    `empty_reason` says why `article.text` is empty; it is "" where there is a text. `dated_by` says what told
    `article.published`.
    """

    article: Article
    kept: tuple[Judged, ...]
    removed: tuple[Judged, ...]
    empty_reason: str = ""
    dated_by: str = ""

    @property
    def captions(self) -> tuple[str, ...]:
        """Captions and credits of the pictures within the text and right above it, in document order."""
        places = [judged.block.index for judged in self.kept]
        within = range(places[0] - LEAD, places[-1]) if places else range(0)
        blocks = (judged.block for judged in self.removed if judged.block.index in within)
        return tuple(block.text for block in blocks if caption_reason(block))


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
            kind=reading.kind,
            options=self.options,
            profile=self.profiles.get(page.host),
        )
        kept, removed = self._judged(page, context)
        if reading.stated_body:
            taken = hidden_body(page.blocks, _size(kept), reading.stated_body)
            kept, removed = _replaced(kept, removed, tuple(_found(Judged(block), STATED) for block in taken))
        if page.root is not None and _size(kept) < LITTLE:
            kept, removed = _replaced(kept, removed, self._unseen(page, context))
        text = "\n\n".join(judged.block.text for judged in kept)
        reason = "" if text else _empty_reason(removed)
        article = replace(reading.article, text=text)
        return Cleaned(article, kept, removed, empty_reason=reason, dated_by=reading.dated_by)

    def _judged(self, page: Page, context: Context) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
        """The blocks kept and removed, each with what the steps found."""
        verdicts = Verdicts(len(page.blocks))
        for name, step in self.steps:
            verdicts.apply(name, step(page, verdicts, context))
        return _split(page, verdicts)

    def _unseen(self, page: Page, context: Context) -> tuple[Judged, ...]:
        """A body that only scripts would show, cut and judged as the page itself; none where the page has it."""
        html = unseen_html(page, context.meta)
        if not html:
            return ()
        kept, _ = self._judged(Page.parse(html, url=page.url, options=self.options), context)
        blocks = [judged.block for judged in kept]
        if not is_hidden(page.blocks, "\n".join(block.text for block in blocks)):
            return ()
        return tuple(
            _found(Judged(replace(block, index=len(page.blocks) + at), trail), UNSEEN)
            for at, (block, trail) in enumerate(kept)
        )


def _split(page: Page, verdicts: Verdicts) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    kept: list[Judged] = []
    removed: list[Judged] = []
    for block in page.blocks:
        (kept if verdicts.kept(block.index) else removed).append(Judged(block, verdicts.trail(block.index)))
    return tuple(kept), tuple(removed)


def _size(judged: tuple[Judged, ...]) -> int:
    return sum(len(each.block.text) for each in judged)


def _found(judged: Judged, reason: str) -> Judged:
    return Judged(judged.block, (*judged.trail, Finding(judged.block.index, keep=True, reason=reason, step=HIDDEN)))


def _replaced(
    kept: tuple[Judged, ...], removed: tuple[Judged, ...], hidden: tuple[Judged, ...]
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """A body that the page does not show, where there is one, in place of what it shows."""
    if not hidden:
        return kept, removed
    gone = tuple(
        Judged(block, (*trail, Finding(block.index, keep=False, reason=REPLACED, step=HIDDEN))) for block, trail in kept
    )
    return hidden, tuple(sorted((*removed, *gone), key=lambda judged: judged.block.index))


def _empty_reason(removed: tuple[Judged, ...]) -> str:
    """The reason of the step that took the last blocks, or else the step that took most of the text."""
    taken: Counter[str] = Counter()
    for each in removed:
        if each.step == "no_article":
            return each.reason
        taken[each.step] += len(each.block.text)
    if not taken:
        return "the page holds no text"
    (most, _), *_ = taken.most_common(1)
    return "no block looks like article text" if most == "main_content" else f"the step {most} took the text"


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
