"""What became of each block of a page, as plain data that can be printed, stored or sent to another process."""

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.article import Article
from cleaners.characters import inert
from cleaners.clean import Cleaned, Judged
from cleaners.verdicts import Finding

UNTOUCHED = "no step spoke against it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One block: its text and tag, whether it was kept, and every finding about it, oldest first."""

    block: int
    tag: str
    text: str
    kept: bool
    trail: tuple[Finding, ...] = ()

    @property
    def step(self) -> str:
        """The step that decided; empty where none spoke about the block."""
        return self.trail[-1].step if self.trail else ""

    @property
    def reason(self) -> str:
        """Why, in a short phrase."""
        return self.trail[-1].reason if self.trail else UNTOUCHED

    def as_record(self) -> dict[str, object]:
        """The line as JSON types; `earlier` holds the findings that a later step overruled."""
        return {
            "block": self.block,
            "kept": self.kept,
            "step": self.step,
            "reason": self.reason,
            "tag": self.tag,
            "text": self.text,
            "earlier": [{"kept": each.keep, "step": each.step, "reason": each.reason} for each in self.trail[:-1]],
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """How many blocks and words of a page went one way."""

    blocks: int = 0
    words: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.blocks + other.blocks, self.words + other.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A whole page: every block in document order, and the article made of those that were kept.

    name: what the page is called in messages: a path or an address.
    """

    name: str
    article: Article
    lines: tuple[Line, ...]
    empty_reason: str = ""

    @property
    def kept(self) -> Tally:
        """What is in the article."""
        return self._tally("", kept=True)

    @property
    def removed(self) -> dict[str, Tally]:
        """What each step took, in the order of its first removal."""
        steps = dict.fromkeys(line.step for line in self.lines if not line.kept)
        return {step: self._tally(step, kept=False) for step in steps}

    def _tally(self, step: str, *, kept: bool) -> Tally:
        tally = Tally()
        for line in self.lines:
            if line.kept == kept and (kept or line.step == step):
                tally += Tally(1, len(line.text.split()))
        return tally


def explain(cleaned: Cleaned, name: str = "") -> Explanation:
    """Put kept and removed blocks back into one sequence."""
    lines = sorted((*_lines(cleaned.kept, kept=True), *_lines(cleaned.removed, kept=False)), key=lambda at: at.block)
    return Explanation(
        name=name or cleaned.article.url or "page",
        article=cleaned.article,
        lines=tuple(lines),
        empty_reason=cleaned.empty_reason,
    )


def _lines(judged: tuple[Judged, ...], *, kept: bool) -> Iterator[Line]:
    for each in judged:
        block = each.block
        yield Line(block=block.index, tag=inert(block.tag), text=inert(block.text), kept=kept, trail=each.trail)
