"""Places that make pages without end: calendars, filters, paths that nest. Bounded for each site, and named."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawler.discovery.candidate import Kind

DIGITS = re.compile(r"\d+")
PAGE_NAMES = frozenset(("page", "p", "pg", "start", "offset", "seite"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapLimits:
    """Bounds for one site.

    depth: path segments. repeats: how often one word may stand in a path. numbered: listing pages that differ only in
    the numbers of their path. filters: sets of query parameters for one path. queries: queries for one path that are no
    mere page numbers. pages: page numbers for one path. Pages that led to articles do not count towards the last four.
    """

    depth: int = 12
    repeats: int = 2
    numbered: int = 60
    filters: int = 20
    queries: int = 100
    pages: int = 1_000


class TrapGuard:
    """Says of each new address of one site whether it leads into a trap; remembers counts, not addresses."""

    def __init__(self, barren: Iterable[str] = (), limits: TrapLimits | None = None) -> None:
        """barren: listing pages that earlier runs read in vain; they count as if this one had."""
        self.limits = limits or TrapLimits()
        self._numbered: Counter[str] = Counter()
        self._queries: Counter[str] = Counter()
        self._pages: Counter[str] = Counter()
        self._filters: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for url in barren:
            self.reason(url, "listing")

    def reason(self, url: str, kind: Kind) -> str | None:
        """Why not to follow a new address; None where nothing speaks against it. Call it once for each address."""
        parts = urlsplit(url)
        return (
            self._path_reason(parts.path)
            or self._query_reason(parts.path, parts.query, kind)
            or self._number_reason(parts.path, kind)
        )

    def forgive(self, url: str) -> None:
        """Take back what a listing page counted: it led to articles that no other page led to."""
        parts = urlsplit(url)
        names = _names(parts.query)
        if not parts.query:
            self._numbered[DIGITS.sub("0", parts.path)] -= 1
        elif names:
            self._filters[parts.path].discard(names)
            self._queries[parts.path] -= 1
        else:
            self._pages[parts.path] -= 1

    def _path_reason(self, path: str) -> str | None:
        words = [segment for segment in path.lower().split("/") if segment and not segment.isdecimal()]
        if path.count("/") > self.limits.depth:
            return "trap: path too deep"
        if words and Counter(words).most_common(1)[0][1] > self.limits.repeats:
            return "trap: path repeats itself"
        return None

    def _query_reason(self, path: str, query: str, kind: Kind) -> str | None:
        if not query:
            return None
        names = _names(query)
        known = self._filters[path]
        if names not in known and len(known) >= self.limits.filters:
            return "trap: endless filters"
        known.add(names)
        if kind == "article":
            return None
        if not names:
            self._pages[path] += 1
            return "trap: endless page numbers" if self._pages[path] > self.limits.pages else None
        self._queries[path] += 1
        return "trap: endless queries" if self._queries[path] > self.limits.queries else None

    def _number_reason(self, path: str, kind: Kind) -> str | None:
        if kind == "article":
            return None
        folded = DIGITS.sub("0", path)
        if folded == path:
            return None
        self._numbered[folded] += 1
        return "trap: endless calendar or numbered pages" if self._numbered[folded] > self.limits.numbered else None


def _names(query: str) -> tuple[str, ...]:
    """The parameters of a query that are no page numbers."""
    return tuple(sorted({name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)} - PAGE_NAMES))
