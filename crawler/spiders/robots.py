"""robots.txt as a source: its `Sitemap:` lines."""

from crawler.discovery.candidate import PRIORITY, Candidate, Findings
from crawler.discovery.robots import Robots
from crawler.spiders.document import Document, guesses
from crawler.spiders.sitemaps import USUAL_PLACES


def discover(document: Document) -> Findings:
    """The sitemaps that robots.txt names; the usual places where it names none."""
    named = Robots.parse(document.body).sitemaps
    priority = PRIORITY["sitemap"]
    sitemaps = tuple(Candidate(url=url, kind="sitemap", priority=priority) for url in named)
    return Findings(candidates=sitemaps or guesses(document.url, USUAL_PLACES, "sitemap"))
