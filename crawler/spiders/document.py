"""What the sources of addresses read, and how they name what they guess."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.discovery.candidate import PRIORITY, Candidate, Kind
from crawler.discovery.links import PageLinks, read

GUESSED = "guessed"
"""The title of a candidate that nobody named: it is only a usual place, and no loss if it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A start page, robots.txt, feed, sitemap or listing, as fetched.

    charset: what the HTTP header says. known: whether addresses like one are articles on its site, as was learned.
    """

    url: str
    body: bytes
    charset: str | None = None
    known: Callable[[str], bool] | None = None

    def links(self) -> PageLinks:
        """The links in it."""
        return read(self.body, self.url, self.charset, known=self.known)


def guesses(url: str, paths: Iterable[str], kind: Kind) -> tuple[Candidate, ...]:
    """The usual places on the origin of an address."""
    priority = PRIORITY[kind]
    return tuple(Candidate(url=urljoin(url, path), kind=kind, priority=priority, title=GUESSED) for path in paths)
