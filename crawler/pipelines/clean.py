"""Pages become articles, in worker processes: the event loop only waits."""

import asyncio
import os
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Self, cast

from cleaners.inputs.source import Source
from cleaners.pool import CleanPool
from cleaners.worker import Outcome, Report
from crawler.duplicates import fingerprint
from crawler.items import CleanedPage, FetchedPage
from crawler.multipage import join
from crawler.pipelines.drops import CleaningError, NoArticleError
from crawler.store import open_store, profiles

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

LISTS = "the feed or sitemap"


class CleanPipeline:
    """Cleans every `FetchedPage`; other items pass.

    Settings: WIREBRUSH_JOBS (worker processes), WIREBRUSH_CLEAN_SECONDS and WIREBRUSH_CLEAN_MEGABYTES (for one page),
    WIREBRUSH_STORE (holds the site profiles that were learned; a crawl never changes those it cleans with).
    """

    def __init__(self, pool: CleanPool) -> None:
        self.pool = pool

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A pipeline with its own worker processes."""
        settings = crawler.settings
        jobs = settings.getint("WIREBRUSH_JOBS") or os.cpu_count() or 1
        seconds = settings.getfloat("WIREBRUSH_CLEAN_SECONDS")
        memory = settings.getint("WIREBRUSH_CLEAN_MEGABYTES")
        with closing(open_store(settings["WIREBRUSH_STORE"])) as store, store.reading() as connection:
            learned = profiles.load(connection)
        report = Report(also=fingerprint)  # which the store would make else, in the process of the event loop
        return cls(CleanPool(jobs, seconds=seconds, memory_mb=memory, profiles=learned, report=report))

    def close_spider(self) -> None:
        """End the workers."""
        self.pool.__exit__(None, None, None)

    async def process_item(self, item: object) -> object:
        """The cleaned page.

        Raises NoArticleError where there is no text to keep, CleaningError where the page cannot be cleaned.
        """
        if not isinstance(item, FetchedPage):
            return item
        outcome, *others = [await self._best(page) for page in (item, *item.parts)]
        if outcome.error:
            raise CleaningError(outcome.error)
        if outcome.article is None or not outcome.article.text.strip():
            raise NoArticleError(outcome.empty_reason or "no text")
        article = join((outcome.article, *(other.article for other in others if other.article)))
        made = cast("list[int]", outcome.also) if article is outcome.article else None
        return _dated(CleanedPage(page=item, article=article, dated_by=outcome.dated_by, fingerprint=made))

    async def _best(self, page: FetchedPage) -> Outcome:
        """The page cleaned; where it is a stub and its other form has twice the text, with that text."""
        found = await self._clean(page)
        if page.other is None:
            return found
        longer = await self._clean(page.other)
        own, other = found.article.text if found.article else "", longer.article
        if other is None or len(other.text) < 2 * len(own) or not other.text:
            return found
        article = replace(found.article, text=other.text) if found.article and own else other
        return replace(found, article=article, also=longer.also, error="", empty_reason="")

    async def _clean(self, page: FetchedPage) -> Outcome:
        source = Source(name=page.url, data=page.body, url=page.url, charset=page.charset, fetched_at=page.fetched_at)
        return await asyncio.wrap_future(self.pool.submit(source))


def _dated(cleaned: CleanedPage) -> CleanedPage:
    """With the day that a feed or a news sitemap told, where the page tells none."""
    day = cleaned.page.hints.get("published")
    if cleaned.article.published or not isinstance(day, str):
        return cleaned
    return replace(cleaned, article=replace(cleaned.article, published=datetime.fromisoformat(day)), dated_by=LISTS)
