"""The unit of work: what a crawl learned since the last transaction, written in the next one, all or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cleaners.article import Article
from crawler.store.pauses import Pause

Outcome = Literal["stored", "changed", "unchanged"]
Place = tuple[str, str]  # site and origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A URL that discovery found; `url` is in canonical form."""

    url: str
    site: str
    origin: str
    kind: str
    priority: int
    lastmod: float | None = None
    hints: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A URL handed out to be fetched, with what is known about it from before. reason: why it held no article then."""

    id: int
    url: str
    site: str
    origin: str
    kind: str
    priority: int
    tries: int
    interval: float
    lastmod: float | None
    fetched_at: float | None
    etag: str | None
    last_modified: str | None
    digest: str | None
    reason: str | None
    hints: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where it waits in the frontier."""
        return self.site, self.origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """What became of a leased URL, and all that the frontier is to know of it from now on.

    place: where its lease came from. kind: what it leads to, which may have turned out otherwise than it was guessed.
    state: "done", "failed", "refused" by a rule, or "queued" for another try after `not_before`.
    due_at: when it is worth another look; None for never.
    """

    id: int
    place: Place
    kind: str
    state: Literal["done", "failed", "refused", "queued"]
    reason: str | None
    tries: int
    not_before: float
    due_at: float | None
    interval: float
    fetched_at: float | None
    etag: str | None
    last_modified: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """A cleaned article on its way into the store. `canonical_url` is its identity, whatever the article says.

    dated_by: what told the day of publication, for the counts. fingerprint: of the text (`crawler.duplicates`), where
    it is known already.
    """

    article: Article
    canonical_url: str
    url: str
    host: str
    site: str
    fetched_at: datetime
    duplicate_of: str | None = None
    dated_by: str = ""
    fingerprint: Sequence[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a `Save`: its outcome and the record as stored.

    id: of the article in the store. fingerprint: as it came with the article.
    """

    outcome: Outcome
    id: int
    record: Mapping[str, object]
    duplicate: bool
    fingerprint: Sequence[int] | None = None


@dataclass(slots=True)
class Batch:
    """One transaction's worth.

    seen: URLs whose article is unchanged (304); gone: URLs that answer 404 or 410. pauses: of origins.
    """

    found: list[Found] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    saves: list[Save] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    pauses: dict[str, Pause] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.found, self.acks, self.saves, self.seen, self.gone, self.counts, self.pauses))
