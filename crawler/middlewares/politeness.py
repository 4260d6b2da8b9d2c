"""No origin is asked more often than it likes: Crawl-delay, Retry-After, a circuit breaker."""

import asyncio
import time
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response

from crawler.discovery import urls
from crawler.middlewares.origins import OVERLOADED, Origin
from crawler.network.failures import FetchError, PutOffError
from crawler.network.retry_after import retry_after

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

CRAWL_DELAY = "crawl_delay"
"""Request meta: seconds between two requests, as the origin's robots.txt asks; set by the robots middleware."""


class PolitenessMiddleware:
    """Waits for an origin's turn.

    WIREBRUSH_PATIENCE: the longest wait in seconds; what takes longer is put off. WIREBRUSH_REST: seconds that all
    origins are left alone first, and their Crawl-delay beside, because another crawl may have asked them just now.
    """

    def __init__(self, patience: float, rest: float = 0.0) -> None:
        self.patience = patience
        rested_at = time.monotonic() + rest if rest else -inf
        self.origins: defaultdict[str, Origin] = defaultdict(lambda: Origin(rested_at=rested_at))

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """With the patience and the rest of the settings."""
        settings = crawler.settings
        return cls(settings.getfloat("WIREBRUSH_PATIENCE", 30.0), settings.getfloat("WIREBRUSH_REST"))

    async def process_request(self, request: Request) -> None:
        """Wait until the origin may be asked.

        Raises PutOffError where the wait would be too long: the origin asked for it, or has failed too often.
        """
        name = urls.origin(request.url)
        request.meta["download_slot"] = name  # Scrapy would count a host's ports together
        origin = self.origins[name]
        origin.delay = request.meta.get(CRAWL_DELAY, origin.delay)
        now = time.monotonic()
        closed = origin.closed_until - now
        if closed > self.patience:
            raise PutOffError("the site asked for a pause or does not answer", retry_after=closed)
        if wait := origin.book(now):
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note how the origin answered."""
        origin = self.origins[urls.origin(request.url)]
        now = time.monotonic()
        if response.status in OVERLOADED:
            origin.failed(now, retry_after(response, time.time()))
        elif response.status >= 500:
            origin.failed(now)
        else:
            origin.answered()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that the origin did not answer; what we refused ourselves, and a page too large, do not count."""
        if isinstance(exception, FetchError) and not (exception.final or isinstance(exception, PutOffError)):
            self.origins[urls.origin(request.url)].failed(time.monotonic())
