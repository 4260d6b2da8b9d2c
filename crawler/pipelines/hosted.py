"""The pipelines' ends in a Scrapy project that is not ours: pages come from its responses, articles go to the store."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.frontier.dispenser import Exchange, Want
from crawler.frontier.journal import Journal
from crawler.items import FetchedPage
from crawler.pipelines.store import StorePipeline
from crawler.spiders.fetched import as_page, is_html
from crawler.store import Batch, Found, Store, open_store, runs, work

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NOTHING = Want(0, 0, {})


class PagesOfResponses:
    """A spider middleware: each HTML page that a callback gets goes to the pipelines too, unless it sent it itself."""

    def __init__(self, site: str) -> None:
        self.site = site

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The middleware, where the setting WIREBRUSH_RESPONSES asks for it."""
        if not crawler.settings.getbool("WIREBRUSH_RESPONSES"):
            raise NotConfigured
        return cls(crawler.spider.name if crawler.spider else "")

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What the callback yields, and then the page."""
        sent = False
        async for each in result:
            sent = sent or isinstance(each, FetchedPage)
            yield each
        page = as_page(response, site=self.site)
        if not sent and response.status == 200 and is_html(page):
            yield page


class HostedStorePipeline:
    """Stores the articles of a foreign spider under its name; it has no frontier, so nothing is leased."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.store: Store = open_store(crawler.settings["WIREBRUSH_STORE"])
        self._stored = StorePipeline(lambda: self.journal)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A pipeline with the store that the settings name."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Begin a run."""
        site = self.crawler.spider.name if self.crawler.spider else ""
        with self.store.writing() as connection:
            self._run = runs.begin(connection, {site: ""}, time.time())
        self._context = work.Context(self.store.dialect, self._run.id, _follow_nothing)
        self.journal = Journal(self._exchange, self)

    async def close_spider(self) -> None:
        """Write what is left, and end the run."""
        await self.journal.close()
        with self.store.writing() as connection:
            runs.finish(connection, self._run.id, time.time())
        self.store.close()

    async def process_item(self, item: object) -> object:
        """As the pipeline of our own crawls."""
        return await self._stored.process_item(item)

    def _exchange(self, batch: Batch, _want: Want) -> Exchange:
        with self.store.writing() as connection:
            done = work.apply(connection, self._context, batch, time.time())
        return Exchange(done.saved, done.counted, [], None)

    def want(self) -> Want:
        """Nothing to fetch."""
        return NOTHING

    def deliver(self, exchange: Exchange) -> None:
        """Nothing comes."""

    def ended(self, lease_id: int) -> None:
        """Nothing was leased."""

    def fail(self, error: BaseException) -> None:
        """Nothing that is fetched from now on could be kept."""
        if self.crawler.engine:
            self._closing = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason=f"store failed: {error}")
            )


def _follow_nothing(_found: Found) -> str:
    return "no frontier"
