"""A live table of a crawl, on a terminal."""

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.pace import Pace
from crawler.report import table

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.news import NewsSpider

SECONDS = 0.25


class Progress:
    """Shows what each site has counted so far. Setting: WIREBRUSH_PROGRESS."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getint("WIREBRUSH_LIMIT") or None
        self._pace = Pace()
        self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The display, where the setting asks for it."""
        if not crawler.settings.getbool("WIREBRUSH_PROGRESS"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.closed, signals.spider_closed)
        return progress

    def opened(self, spider: "NewsSpider") -> None:
        """Begin to show."""
        self._spider = spider
        self._live.start()
        self._loop = create_looping_call(self._show)
        self._loop.start(SECONDS)

    def closed(self) -> None:
        """Leave the screen to the closing table."""
        self._loop.stop()
        self._live.stop()

    def _show(self) -> None:
        sites = {site: self._spider.tally.sites[site] for site in self._spider.session.sites}
        responses = self._crawler.stats.get_value("response_received_count", 0) if self._crawler.stats else 0
        pace = self._pace.look(responses, sites, self._limit)
        lines = ["crawling; Ctrl-C stops, the same command goes on", pace]
        self._live.update(table(sites, "\n".join(filter(None, lines))), refresh=True)
