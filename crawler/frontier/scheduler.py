"""Scrapy's scheduler over the durable frontier."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro

from crawler.errors import WirebrushError
from crawler.frontier.dispenser import Dispenser, Exchange, Want
from crawler.frontier.journal import Journal
from crawler.frontier.quota import Quota
from crawler.frontier.ready import Ready

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from crawler.spiders.news import NewsSpider

logger = logging.getLogger(__name__)


class FrontierScheduler(BaseScheduler):
    """Hands out what the frontier leases, and writes down what the spider finds.

    Settings: CONCURRENT_REQUESTS_PER_DOMAIN bounds what one origin has on its way, WIREBRUSH_LIMIT how many articles
    are stored, WIREBRUSH_PATIENCE how many seconds a crawl waits for a page that is not to be fetched yet.
    """

    spider: "NewsSpider"
    journal: Journal
    quota: Quota

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.patience = settings.getfloat("WIREBRUSH_PATIENCE")
        self.room = 4 * settings.getint("CONCURRENT_REQUESTS")
        self.ready = Ready(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self.closed = False
        self._full = 0  # requests that were ready after the last exchange; at half of that the next one is due

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A scheduler for one crawl."""
        scheduler = cls(crawler)
        crawler.signals.connect(scheduler._left_downloader, signals.request_left_downloader)
        return scheduler

    def open(self, spider: "NewsSpider") -> None:  # type: ignore[override]  # Scrapy knows no kinds of spider
        """Begin to read and write the store."""
        self.spider = spider
        total = self.crawler.settings.getint("WIREBRUSH_LIMIT") or None
        self.quota = Quota(spider.session.sites, spider.tally, total)
        dispenser = Dispenser(spider.session, spider.refusal)
        self.journal = Journal(dispenser.exchange, self)
        spider.ready(self.journal)

    def close(self, reason: str) -> "Deferred[None]":
        """Write what is left and let the sites go; only a crawl that has nothing left to do has finished its run."""
        self.closed = True
        return deferred_from_coro(self._close(finished=reason == "finished"))

    async def _close(self, *, finished: bool) -> None:
        try:
            await self.journal.close()
            self.spider.session.close(finished=finished)
        except WirebrushError as error:
            self.spider.fault = error

    def has_pending_requests(self) -> bool:
        """Whether there is, or soon will be, something to fetch."""
        if self.spider.fault:
            return False
        next_at = self.journal.next_at
        return len(self.ready) > 0 or (next_at is not None and next_at <= time.time() + self.patience)

    def enqueue_request(self, request: Request) -> bool:
        """A request that a middleware sends on its way again (a redirect) keeps its lease and goes first.

        Others do not exist: what the spider finds it tells the journal.
        """
        if request.meta.get("lease"):
            self.ready.add(request, again=True)
        return True

    def next_request(self) -> Request | None:
        """The next request; None where all origins are busy or nothing is known yet."""
        request = self.ready.take(self.quota.allows)
        if request:
            self.quota.opened(request.meta["lease"])
        if len(self.ready) <= self._full // 2 and self.journal.has_more:
            self.journal.nudge()
        return request

    def want(self) -> Want:
        """Room for some requests more than can be on their way, so that none has to wait for the store."""
        room = 0 if self.closed or self.spider.fault else self.room - len(self.ready)
        return Want(room, 2 * self.ready.each, self.ready.held(), self.ready.sent(), self.quota.closed())

    def deliver(self, exchange: Exchange) -> None:
        """New leases, and news of what was written."""
        self.spider.tally.add(exchange.counted)
        for lease in exchange.leases:
            self.ready.add(self.spider.request(lease))
        self.ready.drop(self.quota.closed())
        self._full = len(self.ready)
        if exchange.leases or not self.has_pending_requests():
            self._wake()

    def ended(self, lease_id: int) -> None:
        """A lease has ended."""
        self.ready.left(lease_id)
        self.quota.ended(lease_id)

    def fail(self, error: BaseException) -> None:
        """The store failed: nothing that is fetched from now on could be kept."""
        self.spider.fault = error
        logger.error("%s", error)
        if not self.closed and self.crawler.engine:
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="store failed"))

    def _left_downloader(self, request: Request) -> None:
        if lease := request.meta.get("lease"):
            self.ready.left(lease.id)
        elif site := request.meta.get("site"):
            self.quota.spend(site)  # what a browser asked for while it drew a page

    def _wake(self) -> None:
        """Make the engine ask again; a request without a lease is taken and forgotten."""
        if not self.closed and self.crawler.engine:
            self.crawler.engine.crawl(Request("about:blank"))
