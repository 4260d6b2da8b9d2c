"""Pages into WARC files, before anything else can go wrong with them."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.archive.entry import Capture
from crawler.archive.errors import ArchiveError
from crawler.archive.index import StoreIndex
from crawler.archive.mover import Mover
from crawler.archive.place import Place, Spooled, folder_of, place
from crawler.archive.recover import recover
from crawler.archive.writer import ROLL_BYTES, ArchiveWriter
from crawler.errors import UnavailableError
from crawler.items import FetchedPage
from crawler.pipelines.drops import StoppedError
from crawler.remote import open_folder
from crawler.store import Store, open_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SPOOL_ROLL_BYTES = 32_000_000  # held in memory while it is sent, and the most that is lost with a machine

logger = logging.getLogger(__name__)


class ArchivePipeline:
    """Archives every `FetchedPage` and passes it on; other items pass.

    Settings: WIREBRUSH_ARCHIVE (a folder, or an address in an object store; no archive where it is empty),
    WIREBRUSH_STORE (holds the index).
    """

    def __init__(self, crawler: "Crawler", store: Store, where: Place) -> None:
        self.crawler = crawler
        self.store = store
        self.folder = folder_of(where)
        self.writer: ArchiveWriter | None = None
        self.mover = Mover(where, StoreIndex(store)) if isinstance(where, Spooled) else None
        self._thread = ThreadPoolExecutor(1, "archive")  # the event loop must not wait for gzip and the disk

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A pipeline for the archive that the settings name. Raises SettingsError for an address that nobody knows."""
        archive, store = crawler.settings["WIREBRUSH_ARCHIVE"], crawler.settings["WIREBRUSH_STORE"]
        if not archive:
            raise NotConfigured
        where = place(archive, store)
        if isinstance(where, Spooled):
            open_folder(where.address)  # says what is wrong with it before anything is fetched
        pipeline = cls(crawler, open_store(store), where)
        crawler.signals.connect(pipeline.closed, signals.spider_closed)
        return pipeline

    def open_spider(self) -> None:
        """Put right what an earlier crawl left behind.

        Raises ArchiveError where the folder cannot be used.
        """
        index = StoreIndex(self.store)
        roll, moved = (SPOOL_ROLL_BYTES, self.mover.moved) if self.mover else (ROLL_BYTES, ())
        self.writer = ArchiveWriter(self.folder, index, roll_bytes=roll, moved=moved)
        for recovered in recover(self.folder, index):
            logger.warning("%s", recovered)
        if self.mover:
            self.mover.start()
            if self.crawler.spider and hasattr(self.crawler.spider, "mover"):
                self.crawler.spider.mover = self.mover  # our crawl ends with what it says

    async def close_spider(self) -> None:
        """Make everything safe. Where that fails the crawl ends with it; the next one puts the archive right."""
        try:
            if self.writer:
                await asyncio.get_running_loop().run_in_executor(self._thread, self.writer.close)
        except UnavailableError as error:
            self._note(error)
        self._thread.shutdown()

    async def closed(self, reason: str) -> None:
        """Have the last files moved, now that nothing else can get lost."""
        if self.mover and self.mover.ident:
            await self.mover.end(stopped=reason == "shutdown")
            for line in filter(None, self.mover.waiting().values()):
                logger.error("%s", line)
        self.store.close()

    async def process_item(self, item: object) -> object:
        """The page, once it is in the archive.

        Raises StoppedError where it does not fit; that ends the crawl, and the page stays in the frontier.
        """
        if isinstance(item, FetchedPage) and self.writer and self._wants(item):
            try:
                for page in captured(item):
                    await asyncio.get_running_loop().run_in_executor(self._thread, self.writer.add, to_capture(page))
            except ArchiveError as error:
                self._fail(error)
                raise StoppedError from error
        return item

    def _wants(self, page: FetchedPage) -> bool:
        """Whether the settings of the page's site, if it has any, want it archived."""
        session = getattr(self.crawler.spider, "session", None)
        site = session.sites.get(page.site) if session else None
        return site is None or site.archive

    def _fail(self, error: ArchiveError) -> None:
        """End the crawl: nothing that is fetched from now on could be kept."""
        if self._note(error) and self.crawler.engine:
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive failed"))

    def _note(self, error: UnavailableError) -> bool:
        """Keep the first fault as what our spider's crawl ends with; whether this is it."""
        spider = self.crawler.spider
        if spider is None or getattr(spider, "fault", None) is not None:
            return False
        logger.error("%s", error)
        spider.fault = error  # type: ignore[attr-defined]
        return True


def captured(page: FetchedPage) -> Iterator[FetchedPage]:
    """Everything that was fetched for an article, and what a browser made of it."""
    for part in (page, *page.parts):
        yield from filter(None, (part.plain, part, part.other))


def to_capture(page: FetchedPage) -> Capture:
    """A page as the archive keeps it."""
    return Capture(
        url=page.url,
        body=page.body,
        fetched_at=page.fetched_at,
        status=page.status,
        headers=page.headers,
        rendered=page.rendered,
    )
