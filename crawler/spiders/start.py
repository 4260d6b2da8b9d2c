"""Where a crawl of a site begins: a front page, but a feed, a sitemap or an article will do."""

from cleaners.inputs.sniff import sniff
from crawler.discovery.candidate import PRIORITY, Candidate, Findings
from crawler.discovery.errors import DiscoveryError
from crawler.spiders import feeds, sections, sitemaps
from crawler.spiders.document import Document, guesses

XML_SIGNS = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf", b"{", b"[", b"\x1f\x8b")


def discover(document: Document) -> Findings:
    """What the start address leads to; a page without autodiscovery is asked for feeds in the usual places."""
    if document.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(XML_SIGNS):
        for read in (sitemaps.discover, feeds.discover):
            try:
                return read(document)
            except DiscoveryError:
                continue
    if (sniffed := sniff(document.body)).kind == "other":
        raise DiscoveryError(f"not a page but {sniffed.what}")
    page = document.links()
    named = tuple(Candidate(url=url, kind="feed", priority=PRIORITY["feed"]) for url in page.feeds)
    found = sections.candidates(page)
    more = named or guesses(document.url, feeds.USUAL_PLACES, "feed")
    return Findings(candidates=(*more, *found.candidates), skipped=found.skipped)
