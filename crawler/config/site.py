"""The settings of a crawl as frozen values; `crawler.config.keys` says what each means."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

Render = bool | Literal["auto"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One site. Times are in seconds; addresses are absolute; `limit` and `budget` None stand for no bound."""

    url: str
    name: str = ""
    urls: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    discover: bool = True
    front: bool = True
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    delay: float = 1.0
    concurrency: int = 1
    budget: int = 5000
    limit: int | None = None
    interval: float = 3600.0
    render: Render = False
    archive: bool = True
    allow_hosts: tuple[str, ...] = ()
    contact: str = ""

    @property
    def label(self) -> str:
        """The name in tables and in the store: `name`, or else the host (and port) of the address, or a file's all."""
        return self.name or urlsplit(self.url).netloc.removeprefix("www.") or self.url

    @property
    def slot(self) -> dict[str, object]:
        """How Scrapy asks an origin of the site; the delay is the least time between two requests, not their mean."""
        return {"delay": self.delay, "concurrency": self.concurrency, "jitter": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlConfig:
    """The sites of one crawl, in the order of the file."""

    sites: tuple[SiteConfig, ...]
