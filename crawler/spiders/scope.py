"""What of a site is to be fetched: its own pages, within what its settings say."""

import re
from dataclasses import dataclass
from datetime import date

from crawler.config import SiteConfig
from crawler.discovery import dates, urls
from crawler.discovery.candidate import Candidate

LISTS = frozenset(("feed", "sitemap"))  # publishers keep them with other hosts; what they name is judged by itself
OLDER = "older than the settings want"


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
        if reason := self._excludes(candidate.url) or self._refuses_dates(candidate):
            return reason
        return self.refuses_address(candidate.url) if candidate.kind == "article" else None

    def refuses_address(self, url: str) -> str | None:
        """Why an article at this address is not wanted, by the patterns of the settings."""
        if reason := self._excludes(url):
            return reason
        included = not self.site.include or any(re.search(pattern, url) for pattern in self.site.include)
        return None if included else "not included by the settings"

    def _excludes(self, url: str) -> str | None:
        excluded = any(re.search(pattern, url) for pattern in self.site.exclude)
        return "excluded by the settings" if excluded else None

    def _refuses_dates(self, candidate: Candidate) -> str | None:
        """By what its source says of its date, or else by the date in its address; lists are left out as a whole.

        What was changed last before the days that are wanted holds nothing from these; what was changed later may.
        """
        day = candidate.lastmod.date() if candidate.lastmod else None
        if candidate.kind == "sitemap":
            return OLDER if day and self.site.since and day < self.site.since else None
        days = (day, day) if day and candidate.kind == "article" else dates.span(candidate.url)
        return self.refuses_days(*days) if days else None

    def refuses_days(self, first: date, last: date) -> str | None:
        """Why nothing from these days is wanted."""
        if self.site.since and last < self.site.since:
            return OLDER
        return "newer than the settings want" if self.site.until and first > self.site.until else None
