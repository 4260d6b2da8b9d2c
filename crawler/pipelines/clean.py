"""Pages become articles, in worker processes: the event loop only waits."""

import asyncio
import os
from typing import TYPE_CHECKING, Self

from cleaners.inputs.source import Source
from cleaners.pool import CleanPool
from crawler.items import CleanedPage, FetchedPage
from crawler.pipelines.drops import CleaningError, NoArticleError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CleanPipeline:
    """Cleans every `FetchedPage`; other items pass.

    Settings: WIREBRUSH_JOBS (worker processes), WIREBRUSH_CLEAN_SECONDS and WIREBRUSH_CLEAN_MEGABYTES (for one page).
    """

    def __init__(self, pool: CleanPool) -> None:
        self.pool = pool

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A pipeline with its own worker processes."""
        settings = crawler.settings
        jobs = settings.getint("WIREBRUSH_JOBS") or os.cpu_count() or 1
        seconds = settings.getfloat("WIREBRUSH_CLEAN_SECONDS")
        return cls(CleanPool(jobs, seconds=seconds, memory_mb=settings.getint("WIREBRUSH_CLEAN_MEGABYTES")))

    def close_spider(self) -> None:
        """End the workers."""
        self.pool.__exit__(None, None, None)

    async def process_item(self, item: object) -> object:
        """The cleaned page.

        Raises NoArticleError where there is no text to keep, CleaningError where the page cannot be cleaned.
        """
        if not isinstance(item, FetchedPage):
            return item
        source = Source(name=item.url, data=item.body, url=item.url, charset=item.charset, fetched_at=item.fetched_at)
        outcome = await asyncio.wrap_future(self.pool.submit(source))
        if outcome.error:
            raise CleaningError(outcome.error)
        if outcome.article is None or not outcome.article.text.strip():
            raise NoArticleError(outcome.empty_reason or "no text")
        return CleanedPage(page=item, article=outcome.article)
