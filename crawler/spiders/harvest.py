"""What the lists of a site bring, where they lead astray, and which addresses are articles."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from crawler.discovery.classify import Shapes
from crawler.discovery.traps import TrapGuard
from crawler.frontier.acks import Look
from crawler.store.batch import Found, Lease

UNCOUNTED = "uncounted"  # among the hints of an article that nobody had called one when it was found


class Harvest:
    """The lists of one site in one run: they are judged by the articles they lead to, not by the bytes around these."""

    def __init__(self, barren: Iterable[str], shapes: Shapes) -> None:
        """barren: lists that led to no article in earlier runs. shapes: of what was fetched in these."""
        self.shapes = shapes
        self._guard = TrapGuard(barren)
        self._seen: set[int] = set()

    def refusal(self, found: Found) -> str | None:
        """Why a new URL is not to be followed: it leads into a trap."""
        if found.kind in ("start", "robots", "feed", "sitemap"):
            return None
        return self._guard.reason(found.url, "article" if found.kind == "article" else "listing")

    def as_known(self, lease: Lease) -> Lease:
        """The lease of a page that led nowhere yet, taken for an article where pages like it turned out to be some."""
        is_article = lease.kind == "listing" and lease.digest is None and self.shapes.are_articles(lease.url)
        if not is_article:
            return lease
        hints = {**lease.hints, UNCOUNTED: True}
        return replace(lease, kind="article", hints=hints, etag=None, last_modified=None)  # all of it is wanted

    def look(self, lease: Lease, look: Look, found: Sequence[Found]) -> Look:
        """How the frontier is to see a page that led to these: a list has changed where its articles have."""
        if lease.kind != "listing":
            return look
        articles = sorted(each.url for each in found if each.kind == "article")
        fresh = set(map(hash, articles)) - self._seen
        self._seen |= fresh
        if fresh:
            self._guard.forgive(lease.url)
        digest = blake2b("\n".join(articles).encode(), digest_size=16).hexdigest() if articles else None
        return replace(look, changed=digest is not None and digest != lease.digest, digest=digest)
