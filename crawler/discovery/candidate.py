"""What discovery finds: one address with what its source said about it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

Kind = Literal["article", "listing", "feed", "sitemap", "other"]

PRIORITY: Mapping[Kind, int] = MappingProxyType(
    {"feed": 95, "article": 60, "sitemap": 50, "listing": 40, "other": 0},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address worth a request.

    url: absolute, http or https, without fragment and credentials.
    kind: what it seems to lead to; "other" is a page that is neither an article nor leads to any (log-in, privacy).
    priority: higher is fetched sooner, 0 to 100.
    lastmod: when its source says that it was published or last changed; published: the former, where it says which.
    Both are aware.
    title: what its source calls it: the title in a feed or sitemap, the anchor of a link.
    """

    url: str
    kind: Kind
    priority: int
    lastmod: datetime | None = None
    published: datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The candidates of one document in its order, and how many entries were left out, by reason."""

    candidates: tuple[Candidate, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    def __len__(self) -> int:
        return len(self.candidates)


class Collector:
    """Gathers candidates up to a limit, each address once, and counts what it leaves out."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.skipped: Counter[str] = Counter()
        self._found: dict[str, Candidate] = {}

    @property
    def full(self) -> bool:
        """Whether the limit is reached."""
        return len(self._found) >= self.limit

    def add(self, candidate: Candidate) -> None:
        """Keep it, unless its address is known (with a title at least as good) or the limit is reached."""
        known = self._found.get(candidate.url)
        if known is not None:
            if known.title is None and candidate.title:
                self._found[candidate.url] = candidate
        elif self.full:
            self.skipped["over the limit of entries"] += 1
        else:
            self._found[candidate.url] = candidate

    def findings(self) -> Findings:
        """Everything gathered."""
        return Findings(candidates=tuple(self._found.values()), skipped=dict(self.skipped))
