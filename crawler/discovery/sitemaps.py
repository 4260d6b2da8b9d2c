"""Sitemaps: urlset, sitemapindex, news extension, text, gzip; a feed may stand in for one (sitemaps.org)."""

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from crawler.discovery import classify, dates, feeds, urls, xml
from crawler.discovery.candidate import PRIORITY, Candidate, Collector, Findings
from crawler.discovery.errors import DiscoveryError
from crawler.discovery.xml_text import plain

MAX_ENTRIES = 50_000  # the protocol's limit for one file
ENTRIES = frozenset(("url", "sitemap"))
NEWS_PRIORITY = PRIORITY["article"] + 30  # a news sitemap holds the last two days


def read(
    body: bytes,
    url: str,
    charset: str | None = None,
    *,
    limit: int = MAX_ENTRIES,
    known: Callable[[str], bool] | None = None,
) -> Findings:
    """The pages and the further sitemaps that a sitemap names; lastmod and news fields as hints.

    charset: what an HTTP header said. known: as for `classify`.

    Raises DiscoveryError where the bytes are no sitemap.
    """
    document = plain(body, charset)
    if document[:256].lstrip().startswith((b"http://", b"https://")):
        return _read_text(document, url, limit, known)
    found = Collector(limit)
    for name, element in xml.elements(document, ENTRIES):
        if not name:
            root = xml.local(element)
            if root in feeds.ROOTS:
                return feeds.read(document, url, limit=limit)
            if root not in ("urlset", "sitemapindex"):
                raise DiscoveryError(f"not a sitemap: the root element is <{root[:40]}>")
        elif found.full:
            found.skipped["over the limit of entries"] += 1
            break
        else:
            _add_entry(name, element, url, found, known)
            xml.forget(element)
    return found.findings()


def _add_entry(
    name: str, entry: etree._Element, base: str, found: Collector, known: Callable[[str], bool] | None
) -> None:
    fields = {xml.local(child): child for child in reversed(entry)}
    raw = xml.text_of(fields["loc"], urls.MAX_LENGTH * 2) if "loc" in fields else ""
    url = urls.absolute(raw, base)
    if url is None:
        found.skipped["entry without a fetchable link"] += 1
        return
    lastmod = dates.parse(xml.text_of(fields["lastmod"], 64)) if "lastmod" in fields else None
    if name == "sitemap":
        found.add(Candidate(url=url, kind="sitemap", priority=PRIORITY["sitemap"], lastmod=lastmod))
    elif "news" in fields:
        found.add(_news(url, lastmod, fields["news"]))
    else:
        kind = classify.classify(url, known=known)
        found.add(Candidate(url=url, kind=kind, priority=PRIORITY[kind], lastmod=lastmod))


def _news(url: str, lastmod: datetime | None, news: etree._Element) -> Candidate:
    """An entry with the news extension (Google News sitemaps, 0.9)."""
    fields = {xml.local(child): xml.text_of(child, feeds.MAX_TITLE * 4) for child in news}
    published = dates.parse(fields.get("publication_date"))
    return Candidate(
        url=url,
        kind="article",
        priority=NEWS_PRIORITY,
        lastmod=lastmod or published,
        published=published,
        title=feeds.plain_title(fields.get("title", "")),
    )


def _read_text(document: bytes, base: str, limit: int, known: Callable[[str], bool] | None) -> Findings:
    """A text sitemap: one address a line."""
    found = Collector(limit)
    for line in document.decode().splitlines():
        if not line.strip():
            continue
        if found.full:
            found.skipped["over the limit of entries"] += 1
            break
        if url := urls.absolute(line, base):
            kind = classify.classify(url, known=known)
            found.add(Candidate(url=url, kind=kind, priority=PRIORITY[kind]))
        else:
            found.skipped["entry without a fetchable link"] += 1
    return found.findings()
