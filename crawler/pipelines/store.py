"""Articles into the store, each together with the end of its lease."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from crawler.config import SiteConfig
from crawler.discovery import urls
from crawler.errors import UnavailableError
from crawler.frontier import acks
from crawler.frontier.endings import look_at
from crawler.frontier.journal import Journal
from crawler.items import CleanedPage, FetchedPage
from crawler.pipelines.drops import NotWantedError, StoppedError, UnchangedError
from crawler.saved import is_saved
from crawler.spiders.harvest import UNCOUNTED
from crawler.spiders.scope import Scope
from crawler.store.batch import Save

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.news import NewsSpider


class StorePipeline:
    """Stores every `CleanedPage` and passes on its record, new or changed; other items pass as they are."""

    def __init__(
        self,
        journal: Callable[[], Journal],
        sites: Mapping[str, SiteConfig] | None = None,
        learn: Callable[[FetchedPage], None] = lambda _: None,
    ) -> None:
        """journal: where to write, once the crawl has begun. sites: settings that may leave articles out.

        learn: is told of each page that is an article.
        """
        self._journal = journal
        self._sites = sites or {}
        self._learn = learn

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """A pipeline that writes through the spider's journal."""
        spider = cast("NewsSpider", crawler.spider)
        return cls(lambda: spider.journal, spider.session.sites, partial(spider.learn, is_article=True))

    async def process_item(self, item: object) -> object:
        """The record as stored.

        Raises UnchangedError where the store has the article as it is, NotWantedError where it was published on a day
        that the settings leave out, StoppedError where it cannot be written; that ends the crawl.
        """
        if not isinstance(item, CleanedPage):
            return item
        page, lease = item.page, item.page.lease
        if reason := self._refusal(item):
            raise NotWantedError(reason)
        look = look_at(page, _timestamp(item.article.modified or item.article.published))
        if lease and (lease.kind == "start" or lease.hints.get(UNCOUNTED)):
            self._journal().count(page.site, "found")
        self._learn(page)
        try:
            saved = await self._journal().save(to_save(item), acks.done(lease, look) if lease else None)
        except UnavailableError as error:
            raise StoppedError from error
        if saved.outcome == "unchanged":
            raise UnchangedError
        return dict(saved.record)

    def _refusal(self, item: CleanedPage) -> str | None:
        """Why an article is not wanted that nobody had dated before it was fetched."""
        published, site = item.article.published, self._sites.get(item.page.site)
        if published is None or site is None:
            return None
        return Scope(site, site.url).refuses_days(published.date(), published.date())


def to_save(cleaned: CleanedPage) -> Save:
    """The article under its identity: what it says is its canonical URL, or else where it was asked for."""
    page = cleaned.page
    url = page.request_url or page.url
    identity = _identity(url, cleaned.article.canonical_url)
    return Save(
        article=cleaned.article,
        canonical_url=identity,
        url=url,
        host=urlsplit(identity if is_saved(url) else page.url).netloc.lower(),
        site=page.site,
        fetched_at=page.fetched_at,
        duplicate_of=cleaned.duplicate_of,
        dated_by=cleaned.dated_by,
        fingerprint=cleaned.fingerprint,
    )


def _identity(url: str, said: str | None) -> str:
    """What a page says of itself counts unless it names another site, or the front page for every article.

    A saved page may name any site, if nobody wrote down where it came from.
    """
    own = urls.canonical(url)
    if not said or not (is_saved(url) or urls.same_site(said, url)):
        return own
    named = urls.canonical(said, home=urlsplit(own).hostname or "")
    return own if urlsplit(named).path == "/" else named


def _timestamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
