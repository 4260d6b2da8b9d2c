"""How a request ends when no article is stored: counted under its reason, and its lease with it."""

import logging
import time
from dataclasses import dataclass
from hashlib import blake2b

from crawler.frontier import acks
from crawler.frontier.acks import Look
from crawler.frontier.journal import Journal
from crawler.frontier.schedule import back_off
from crawler.items import FetchedPage
from crawler.liveblog import is_live
from crawler.store.batch import Lease

logger = logging.getLogger(__name__)


def look_at(page: FetchedPage, born: float | None = None) -> Look:
    """What the frontier keeps of a page. born: when its article was published or last changed."""
    digest = blake2b(page.body, digest_size=16).hexdigest()
    return Look(
        at=page.fetched_at.timestamp(),
        changed=page.lease is None or page.lease.digest != digest,
        born=born,
        live=born is not None and is_live(page),
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        digest=digest,
    )


@dataclass(frozen=True, slots=True)
class Endings:
    """Ends leases. retries: how often a failed request is tried again. delay: seconds before the first retry."""

    journal: Journal
    retries: int
    delay: float

    def unchanged(self, lease: Lease) -> None:
        """The site served what it served before (304, or the same bytes)."""
        name = "unchanged" if lease.kind == "article" else f"same {lease.kind}"
        self.journal.count(lease.site, f"skipped: unchanged, {lease.reason}" if lease.reason else name)
        self.journal.end(acks.unchanged(lease, time.time()), seen=lease.url)

    def read(self, lease: Lease, look: Look) -> None:
        """A page that leads to others has been read."""
        self.journal.end(acks.done(lease, look))

    def empty(self, lease: Lease, reason: str, look: Look) -> None:
        """There is no article in the page; nobody expects one where a crawl starts."""
        if lease.kind == "article":
            self.journal.count(lease.site, f"empty: {reason}")
        self.journal.end(acks.done(lease, look, reason))

    def not_wanted(self, lease: Lease, reason: str, look: Look) -> None:
        """The settings leave the article out."""
        self.journal.count(lease.site, f"skipped: {reason}")
        self.journal.end(acks.done(lease, look, reason))

    def refused(self, lease: Lease, reason: str) -> None:
        """A rule forbids the request, or what came back."""
        self._count(lease, f"skipped: {reason}")
        self.journal.end(acks.refused(lease, reason, time.time()))

    def gone(self, lease: Lease, status: int) -> None:
        """404 or 410: an article, or a page that leads to them, is gone if it was there before."""
        known = lease.fetched_at is not None and not lease.reason
        gone = "gone" if lease.kind == "article" else f"failed: HTTP {status}"
        self._count(lease, gone if known else f"skipped: HTTP {status}")
        self.journal.end(acks.left_out(lease, f"HTTP {status}", time.time()), gone=lease.url)

    def failed(self, lease: Lease, reason: str, *, retry_after: float = 0.0, final: bool = False) -> None:
        """Something went wrong: another try later, or, after the last one or where it is final, a failure."""
        now = time.time()
        if not final and lease.tries < self.retries and not lease.hints.get("guess"):
            not_before = now + max(back_off(lease.tries, self.delay), retry_after)
            self.journal.end(acks.retry(lease, reason, not_before))
            return
        self._count(lease, f"failed: {reason}")
        logger.warning("%s: %s", lease.url, reason)
        self.journal.end(acks.failed(lease, reason, now))

    def _count(self, lease: Lease, name: str) -> None:
        """Pages that lead to articles are told apart by their kind; guesses do not count."""
        if not lease.hints.get("guess"):
            self.journal.count(lease.site, name if lease.kind == "article" else f"{name} ({lease.kind})")
