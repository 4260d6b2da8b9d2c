"""Feeds: RSS, Atom, JSON Feed."""

from crawler.discovery import feeds
from crawler.discovery.candidate import Findings
from crawler.spiders.document import Document

USUAL_PLACES = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/feed.json")


def discover(document: Document) -> Findings:
    """The articles of a feed, and its next page.

    Raises DiscoveryError where it is no feed.
    """
    return feeds.read(document.body, document.url, document.charset)
