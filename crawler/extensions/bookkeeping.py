"""No page gets lost in the pipelines: whatever drops one, or fails on it, ends its lease with a reason."""

from typing import TYPE_CHECKING, Self

from scrapy import signals

from crawler.errors import WirebrushError
from crawler.frontier.endings import look_at
from crawler.items import FetchedPage
from crawler.pipelines.drops import CleaningError, NotWantedError, StoppedError, UnchangedError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.spiders.news import NewsSpider

LEFT = (UnchangedError, StoppedError)  # the lease has ended, or stays


class Bookkeeping:
    """Listens to the pipelines of a crawl of ours."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """An extension that hears of dropped and failed items."""
        extension = cls(crawler)
        crawler.signals.connect(extension.dropped, signals.item_dropped)
        crawler.signals.connect(extension.failed, signals.item_error)
        return extension

    async def dropped(self, item: object, exception: Exception, spider: "NewsSpider") -> None:
        """A pipeline said that there is nothing to store."""
        if not isinstance(item, FetchedPage) or item.lease is None or isinstance(exception, LEFT):
            return
        if isinstance(exception, CleaningError) and not (self.crawler.engine and self.crawler.engine.running):
            return  # the signal that stops the crawl stops its workers too: the page is cleaned next time
        if isinstance(exception, NotWantedError):
            spider.endings.not_wanted(item.lease, str(exception), look_at(item))
        elif isinstance(exception, CleaningError):
            spider.endings.failed(item.lease, str(exception), final=True)
        else:
            await spider.no_article(item, item.lease, str(exception))

    def failed(self, item: object, failure: "Failure", spider: "NewsSpider") -> None:
        """A pipeline raised: the page failed, unless the store did, which ends the crawl and leaves the page queued."""
        if isinstance(item, FetchedPage) and item.lease and not isinstance(failure.value, WirebrushError):
            spider.endings.failed(item.lease, f"{type(failure.value).__name__}: {failure.value}"[:200], final=True)
