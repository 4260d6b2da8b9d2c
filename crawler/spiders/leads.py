"""From what a document led to, to what the frontier keeps: one site, canonical URLs, priorities."""

from collections import Counter
from urllib.parse import urlsplit

from crawler.discovery import urls
from crawler.discovery.candidate import Candidate
from crawler.spiders import feeds, robots, sections, sitemaps, start
from crawler.spiders.document import GUESSED, Document
from crawler.store.batch import Found, Lease

SOURCES = {
    "start": start.discover,
    "robots": robots.discover,
    "feed": feeds.discover,
    "sitemap": sitemaps.discover,
    "listing": sections.discover,
}
START_PRIORITY = 100
DAY = 86400.0
FRESH = ((2 * DAY, 30), (30 * DAY, 10))  # fresh news first: age in seconds, what it adds to the priority


def leads(lease: Lease, document: Document, home: str, now: float) -> tuple[list[Found], Counter[str]]:
    """What a fetched page of the frontier leads to on its own site, and what was left out, by reason.

    home: the address of the site.

    Raises DiscoveryError where the document is not what it was taken for.
    """
    findings = SOURCES[lease.kind](document)
    found: list[Found] = []
    skipped = Counter(findings.skipped)
    for candidate in findings.candidates:
        if candidate.kind == "other":
            continue
        if urls.same_site(candidate.url, home):
            found.append(_found(candidate, lease.site, home, now))
        elif lease.kind in ("feed", "sitemap"):
            skipped["on another site"] += 1
    return found, skipped


def _found(candidate: Candidate, site: str, home: str, now: float) -> Found:
    url = urls.canonical(candidate.url, home=urlsplit(home).hostname or "")
    lastmod = candidate.lastmod.timestamp() if candidate.lastmod else None
    return Found(
        url=url,
        site=site,
        origin=urls.origin(url),
        kind=candidate.kind,
        priority=candidate.priority + _freshness(candidate, lastmod, now),
        lastmod=lastmod,
        hints=_hints(candidate),
    )


def _hints(candidate: Candidate) -> dict[str, object]:
    if candidate.title == GUESSED:
        return {"guess": True}
    return {"title": candidate.title} if candidate.title else {}


def _freshness(candidate: Candidate, lastmod: float | None, now: float) -> int:
    if candidate.kind != "article" or lastmod is None:
        return 0
    return next((more for age, more in FRESH if now - lastmod < age), 0)


def starts(site: str, url: str) -> list[Found]:
    """Where a crawl of a site begins: its address, and the robots.txt of that origin."""
    origin = urls.origin(url)
    places = {url: "start", f"{origin}/robots.txt": "robots"}
    return [
        Found(url=place, site=site, origin=origin, kind=kind, priority=START_PRIORITY) for place, kind in places.items()
    ]
