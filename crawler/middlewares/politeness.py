"""No origin is asked more often than it likes: Crawl-delay, Retry-After, a circuit breaker."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response

from crawler.discovery import urls
from crawler.middlewares.origins import OVERLOADED, Origin
from crawler.network.failures import FetchError, PutOffError
from crawler.network.retry_after import retry_after
from crawler.spiders.news import NewsSpider
from crawler.store.pauses import NONE, Pause

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.config import SiteConfig
    from crawler.frontier.journal import Journal

CRAWL_DELAY = "crawl_delay"
"""Request meta: seconds between two requests, as the origin's robots.txt asks; set by the robots middleware."""


class PolitenessMiddleware:
    """Waits for an origin's turn.

    WIREBRUSH_PATIENCE: the longest wait in seconds; what takes longer is put off. WIREBRUSH_REST: seconds that all
    origins are left alone first, and their Crawl-delay beside, because another crawl may have asked them just now.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.patience = crawler.settings.getfloat("WIREBRUSH_PATIENCE", 30.0)
        rest = crawler.settings.getfloat("WIREBRUSH_REST")
        self._journal: Journal | None = None
        self._sites: Mapping[str, SiteConfig] = {}
        rested_at = time.monotonic() + rest if rest else -inf
        self.origins: defaultdict[str, Origin] = defaultdict(lambda: Origin(rested_at=rested_at))

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """With the patience and the rest of the settings."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.opened, signals.spider_opened)
        crawler.signals.connect(middleware.head_received, signals.headers_received)
        return middleware

    def opened(self, spider: Spider) -> None:
        """Keep to the pauses that the store of our spider knows of, and tell it of new ones."""
        if not isinstance(spider, NewsSpider):
            return
        self._journal, self._sites = spider.journal, spider.session.sites
        ahead = time.monotonic() - time.time()
        for name, pause in spider.pauses.items():
            self.origins[name] = Origin.paused(pause.until + ahead, pause.opened)

    def head_received(self, request: Request) -> None:
        """Count the delay to the next request from here, and not from when this one was to be sent.

        It may have been sent later, as it needed a new connection or this process got no processor, and the site would
        see two requests closer together than it likes.
        """
        slots = self.crawler.engine.downloader.slots if self.crawler.engine else {}
        if slot := slots.get(request.meta["download_slot"]):
            slot.lastseen = time.monotonic()
            slot.delay = max(slot.delay, request.meta.get(CRAWL_DELAY, 0.0))

    async def process_request(self, request: Request) -> None:
        """Wait until the origin may be asked.

        Raises PutOffError where the wait would be too long: the origin asked for it, or has failed too often.
        """
        name = urls.origin(request.url)
        request.meta["download_slot"] = name  # Scrapy would count a host's ports together
        site = self._sites.get(request.meta.get("site", ""))
        self._settle(name, site)
        self._sign(request, site)
        origin = self.origins[name]
        origin.delay = request.meta.get(CRAWL_DELAY, origin.delay)
        now = time.monotonic()
        closed = origin.closed_until - now
        if closed > self.patience:
            raise PutOffError("the site asked for a pause or does not answer", retry_after=closed)
        if wait := origin.book(now):
            await asyncio.sleep(wait)

    def _settle(self, name: str, site: "SiteConfig | None") -> None:
        """Let a site's settings hold for all of its origins, such as the one to which its front page has moved."""
        if site and self.crawler.engine:
            self.crawler.engine.downloader.per_slot_settings.setdefault(name, site.slot)

    def _sign(self, request: Request, site: "SiteConfig | None") -> None:
        """Say in the User-Agent whom to ask about the request."""
        settings = self.crawler.settings
        if contact := (site.contact if site else "") or settings["WIREBRUSH_CONTACT"]:
            name, _, comment = str(settings["USER_AGENT"]).partition(" (")
            request.headers["User-Agent"] = f"{name} ({comment.removesuffix(')') or 'crawler'}; {contact})"

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how the origin answered."""
        if response.status in OVERLOADED:
            self._failed(request, retry_after(response, time.time()))
        elif response.status >= 500:
            self._failed(request)
        else:
            self._answered(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that the origin did not answer; what we refused ourselves, and a page too large, do not count."""
        if isinstance(exception, FetchError) and not (exception.final or isinstance(exception, PutOffError)):
            self._failed(request)

    def _failed(self, request: Request, retry_after: float = 0.0) -> None:
        name = urls.origin(request.url)
        origin, now = self.origins[name], time.monotonic()
        before = origin.closed_until
        origin.failed(now, retry_after)
        if origin.closed_until > before and self._journal:
            self._journal.pause(name, Pause(time.time() + origin.closed_until - now, origin.pauses))

    def _answered(self, request: Request) -> None:
        name = urls.origin(request.url)
        origin = self.origins[name]
        if origin.closed_until and time.monotonic() >= origin.closed_until:
            origin.closed_until = 0.0
            if self._journal:
                self._journal.pause(name, NONE)
        origin.answered()
