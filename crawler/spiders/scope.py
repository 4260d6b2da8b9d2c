"""What of a site is to be fetched: its own pages, within what its settings say."""

import re
from dataclasses import dataclass
from datetime import date

from crawler.config import SiteConfig
from crawler.discovery import urls
from crawler.discovery.candidate import Candidate

LISTS = frozenset(("feed", "sitemap"))  # publishers keep them with other hosts; what they name is judged by itself


@dataclass(frozen=True, slots=True)
class Scope:
    """A site's settings, and the address that it has now; it may have moved."""

    site: SiteConfig
    home: str

    def refuses(self, candidate: Candidate) -> str | None:
        """Why an address is not to be fetched; None where it is."""
        if candidate.kind == "other":
            return "no page of news"
        if candidate.kind not in LISTS and not urls.same_site(candidate.url, self.home):
            return "on another site"
        if any(re.search(pattern, candidate.url) for pattern in self.site.exclude):
            return "excluded by the settings"
        if candidate.kind != "article":
            return None
        if self.site.include and not any(re.search(pattern, candidate.url) for pattern in self.site.include):
            return "not included by the settings"
        return self.refuses_date(candidate.lastmod.date() if candidate.lastmod else None)

    def refuses_date(self, day: date | None) -> str | None:
        """Why an article of this day is not wanted."""
        if day is None:
            return None
        if self.site.since and day < self.site.since:
            return "older than the settings want"
        if self.site.until and day > self.site.until:
            return "newer than the settings want"
        return None
