"""From what a document led to, to what the frontier keeps: one site, canonical URLs, priorities."""

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from crawler.config import SiteConfig
from crawler.discovery import urls
from crawler.discovery.candidate import PRIORITY, Candidate, Kind
from crawler.saved import ALL, is_saved
from crawler.spiders import feeds, robots, sections, sitemaps, start
from crawler.spiders.document import GUESSED, Document
from crawler.spiders.scope import Scope
from crawler.store.batch import Found, Lease

SOURCES = {
    "start": start.discover,
    "robots": robots.discover,
    "feed": feeds.discover,
    "sitemap": sitemaps.discover,
    "listing": sections.discover,
}
QUIET = frozenset(("on another site", "no page of news"))  # not worth a word where they are mere links of a page
START_PRIORITY = 100
# sitemap indexes one under another, of which the protocol knows one; pages of a feed one after another
MAX_NESTING: Mapping[str, int] = {"sitemap": 4, "feed": 20}
DAY = 86400.0
FRESH = ((2 * DAY, 30), (30 * DAY, 10))  # fresh news first: age in seconds, what it adds to the priority


def leads(lease: Lease, document: Document, scope: Scope, now: float) -> tuple[list[Found], Counter[str]]:
    """What a fetched page of the frontier leads to on its own site, and what was left out, by reason.

    Raises DiscoveryError where the document is not what it was taken for.
    """
    findings = SOURCES[lease.kind](document)
    found: list[Found] = []
    skipped = Counter(findings.skipped)
    for candidate in findings.candidates:
        if candidate.title == GUESSED and not scope.site.discover:
            continue
        reason = scope.refuses(candidate) or _nested(candidate, lease)
        if reason is None:
            found.append(_found(candidate, lease, scope.home, now))
        elif reason not in QUIET or lease.kind in ("feed", "sitemap"):
            skipped[reason] += 1
    return found, skipped


def _nested(candidate: Candidate, lease: Lease) -> str | None:
    """Why not to follow a list named by a list: one that leads back to itself, or on and on."""
    if candidate.kind not in MAX_NESTING or lease.kind not in ("start", candidate.kind):
        return None
    above = _above(lease)
    if candidate.url in above:
        return f"a {candidate.kind} that leads back to itself"
    return f"a {candidate.kind} that leads on and on" if len(above) > MAX_NESTING[candidate.kind] else None


def _above(lease: Lease) -> list[str]:
    """The feeds or sitemaps that led to this one, and this one."""
    above = lease.hints.get("above")
    return [*(above if isinstance(above, list) else ()), lease.url]


def _found(candidate: Candidate, lease: Lease, home: str, now: float) -> Found:
    url = urls.canonical(candidate.url, home=urlsplit(home).hostname or "")
    lastmod = candidate.lastmod.timestamp() if candidate.lastmod else None
    return Found(
        url=url,
        site=lease.site,
        origin=urls.origin(url),
        kind=candidate.kind,
        priority=candidate.priority + _freshness(candidate, lastmod, now),
        lastmod=lastmod,
        hints=_hints(candidate, lease),
    )


def _hints(candidate: Candidate, lease: Lease) -> dict[str, object]:
    if candidate.title == GUESSED:
        return {"guess": True}
    if candidate.kind in MAX_NESTING and lease.kind in ("start", candidate.kind):
        return {"above": _above(lease)}
    said = {"title": candidate.title, "published": candidate.published and candidate.published.isoformat()}
    return {name: value for name, value in said.items() if value}


def _freshness(candidate: Candidate, lastmod: float | None, now: float) -> int:
    if candidate.kind != "article" or lastmod is None:
        return 0
    return next((more for age, more in FRESH if now - lastmod < age), 0)


def starts(site: str, config: SiteConfig) -> list[Found]:
    """Where a crawl of a site begins: its address, robots.txt, and what its settings name."""
    if is_saved(config.url):
        return [_start(site, config.url + ALL, "start", START_PRIORITY)]
    found = [_start(site, config.url, "start", START_PRIORITY)] if config.front else []
    if config.discover:
        found.append(_start(site, f"{urls.origin(config.url)}/robots.txt", "robots", START_PRIORITY))
    return found + [_start(site, urls.canonical(url), kind, PRIORITY[kind]) for url, kind in _named(config)]


def _named(config: SiteConfig) -> Iterator[tuple[str, Kind]]:
    yield from ((url, "feed") for url in config.feeds)
    yield from ((url, "sitemap") for url in config.sitemaps)
    yield from ((url, "listing") for url in config.sections)
    yield from ((url, "article") for url in config.urls)


def _start(site: str, url: str, kind: str, priority: int) -> Found:
    return Found(url=url, site=site, origin=urls.origin(url), kind=kind, priority=priority)
