"""Front and section pages: their links, the next page of a list."""

from crawler.discovery import links
from crawler.discovery.candidate import PRIORITY, Candidate, Findings
from crawler.spiders.document import Document


def discover(document: Document) -> Findings:
    """The articles and lists that a page links to."""
    return candidates(document.links())


def candidates(page: links.PageLinks) -> Findings:
    """The links of a page, and where its head says that the list goes on."""
    more = [
        Candidate(url=url, kind="listing", priority=PRIORITY["listing"]) for url in (page.next, page.refresh) if url
    ]
    return Findings(candidates=(*page.candidates, *more), skipped=page.skipped)
