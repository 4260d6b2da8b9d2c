"""Live blogs: pages that are written while one reads them, until their coverage ends."""

import re

from crawler.discovery import dates
from crawler.items import FetchedPage

NAME = b"LiveBlogPosting"  # looked for first: a search for a pattern takes a hundred times as long
LIVE = re.compile(rb"""(?:@type["']\s*:\s*\[?\s*["']|schema\.org/)LiveBlogPosting["']""")
END = re.compile(
    rb"""coverageEndTime["'](?:\s*:\s*|[^<>]{0,200}?\b(?:content|datetime)\s*=\s*)["']([^"'<>]{4,40})["']"""
)


def is_live(page: FetchedPage) -> bool:
    """Whether a page calls itself a live blog whose coverage had not ended when it was fetched."""
    if NAME not in page.body or not LIVE.search(page.body):
        return False
    ends = [dates.parse(end.decode("latin-1")) for end in END.findall(page.body)]
    return not any(end and end <= page.fetched_at for end in ends)
