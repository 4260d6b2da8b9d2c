"""Sitemaps and sitemap indexes, the news extension with them."""

from crawler.discovery import sitemaps
from crawler.discovery.candidate import Findings
from crawler.spiders.document import Document

USUAL_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")


def discover(document: Document) -> Findings:
    """The articles and the further sitemaps that a sitemap names.

    Raises DiscoveryError where it is no sitemap.
    """
    return sitemaps.read(document.body, document.url, document.charset, known=document.known)
