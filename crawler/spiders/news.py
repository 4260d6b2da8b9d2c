"""The one spider: any news site, from its address."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from sqlalchemy import Connection

from crawler.archive.mover import Mover
from crawler.discovery import urls
from crawler.discovery.classify import Shapes
from crawler.discovery.errors import DiscoveryError
from crawler.frontier import acks
from crawler.frontier.endings import Endings, look_at
from crawler.frontier.journal import Journal
from crawler.frontier.session import Session
from crawler.frontier.tally import Tally
from crawler.items import FetchedPage
from crawler.network.failures import FetchError, PutOffError, RefusedError, named
from crawler.network.retry_after import retry_after
from crawler.network.saved import SOURCE
from crawler.saved import is_saved
from crawler.sites import by_name, from_urls
from crawler.spiders import parts, saved, stubs
from crawler.spiders.document import Document
from crawler.spiders.drawing import Drawing
from crawler.spiders.fetched import as_page, complaint, is_html, may_be_article, says_article
from crawler.spiders.harvest import UNCOUNTED, Harvest
from crawler.spiders.leads import leads, starts
from crawler.spiders.scope import Scope
from crawler.store import frontier, open_store, pauses
from crawler.store.batch import Found, Lease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

LEARNED = 5_000  # pages of a site whose addresses are learned from at the start
TRY_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
GONE = frozenset((404, 410))
SECTION = "a section page"  # how the cleaner names it


class NewsSpider(Spider):
    """Reads what the frontier hands out: pages that may be articles go to the pipelines, all others are read for leads.

    `scrapy crawl news -a url=https://example.org` crawls one site, or several with spaces between them, into the store
    that the setting WIREBRUSH_STORE names.
    """

    name = "news"
    journal: Journal
    endings: Endings
    drawing: Drawing

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.job = ""
        self.session = session
        self.tally = Tally(session.counts())
        self.fault: BaseException | None = None
        self.mover: Mover | None = None  # where the archive lies in an object store
        with session.store.reading() as connection:
            self._harvests = {site: _harvest(connection, site) for site in session.sites}
            self.pauses = pauses.load(connection, time.time())
        self._homes = {site: config.url for site, config in session.sites.items()}

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *, url: str = "", session: Session | None = None, _job: str = "") -> Self:
        """A spider for one session; without one it opens the store for the sites at `url`.

        _job: what Scrapyd calls the run.
        """
        if session is None:
            session = Session.open(
                open_store(crawler.settings["WIREBRUSH_STORE"]),
                by_name(from_urls(url.split(), allow_hosts=crawler.settings.getlist("WIREBRUSH_ALLOW_HOSTS"))),
            )
        spider = super().from_crawler(crawler, session=session)
        spider.job = _job
        return spider

    def ready(self, journal: Journal) -> None:
        """Take the journal, once the scheduler has opened it."""
        self.journal = journal
        self.drawing = Drawing(self.crawler, self.session.sites)
        delay = self.settings.getfloat("WIREBRUSH_RETRY_DELAY")
        self.endings = Endings(journal, self.settings.getint("RETRY_TIMES"), delay)

    async def start(self) -> AsyncIterator[Request]:
        """The addresses of the sites; the frontier knows what became of them if the run is resumed."""
        for site, config in self.session.sites.items():
            self.journal.found(starts(site, config))
        return
        yield  # the frontier hands them out

    def request(self, lease: Lease) -> Request:
        """The request for a URL of the frontier."""
        lease = self._harvests[lease.site].as_known(lease)
        meta = {"lease": lease, "site": lease.site, "kind": lease.kind, "handle_httpstatus_all": True}
        meta["download_slot"] = lease.origin
        validators = {"etag": lease.etag, "last_modified": lease.last_modified}
        meta |= {name: value for name, value in validators.items() if value}
        return Request(lease.url, meta=meta, errback=self.failed, priority=lease.priority, dont_filter=True)

    def learn(self, page: FetchedPage, *, is_article: bool) -> None:
        """What a page turned out to be."""
        self._harvests[page.site].shapes.learn(page.request_url, is_article=is_article)

    def refusal(self, found: Found) -> str | None:
        """Why a new URL is not to be followed; None where it is."""
        return self._harvests[found.site].refusal(found)

    async def parse(self, response: Response) -> AsyncIterator[FetchedPage | Request]:
        """Hand on what may be an article; read what leads to others; end the lease of everything else."""
        lease: Lease = response.meta["lease"]
        page = as_page(response, lease)
        before = parts.earlier(response)
        if is_saved(lease.url):
            async for known in self._saved(lease, page, response):
                yield known
        elif main := stubs.main_page(response):
            yield stubs.completed(main, page) if is_html(page) and not complaint(response) else main
        elif before and page.status in GONE:
            yield parts.joined(before)
        elif not self._is_no_page(lease, page, response) and (shown := await self._shown(lease, page)):
            async for each in self._look(lease, shown, before):
                yield each

    async def _saved(self, lease: Lease, page: FetchedPage, response: Response) -> AsyncIterator[FetchedPage]:
        """List a file or folder, or hand on a page from it."""
        if self._is_no_page(lease, page, response):
            return
        if lease.kind == "article":
            yield saved.as_saved(page, response.meta[SOURCE])
            return
        left_out = Counter[str]()
        async for found in saved.listed(lease, Scope(self.session.sites[lease.site], lease.url), left_out):
            self.journal.found(found)
        for reason, count in left_out.items():  # only now: a listing that was killed is done again
            self.journal.count(lease.site, f"skipped: {reason}", count)
        self.endings.read(lease, look_at(page))

    async def _look(
        self, lease: Lease, page: FetchedPage, before: tuple[FetchedPage, ...]
    ) -> AsyncIterator[FetchedPage | Request]:
        """What to do with a whole page. before: the parts of its article that were fetched before it."""
        if lease.kind == "article" and is_html(page):
            if not before and (first := await parts.beginning(page, lease)):
                self.journal.found([first])
                self.journal.count(lease.site, f"skipped: {parts.LATER}")
                self.journal.end(acks.done(lease, look_at(page), parts.LATER))
            elif not before and stubs.is_stub(page) and (url := await asyncio.to_thread(stubs.other_form, page)):
                yield stubs.asking(self.request(lease), page, url)
            else:
                yield await parts.follow(self.request(lease), (*before, page))
        elif lease.kind == "article":
            self.endings.empty(lease, f"not HTML: {page.headers['content-type']}"[:100], look_at(page))
        elif (found := await self._links(lease, page)) is not None:
            if lease.kind == "start" and may_be_article(page):
                yield page
            elif lease.kind == "listing" and is_html(page) and says_article(page):
                hints = {**lease.hints, UNCOUNTED: True}
                yield replace(page, lease=replace(lease, kind="article", hints=hints))
            else:
                self.endings.read(lease, self._harvests[lease.site].look(lease, look_at(page), found))

    async def no_article(self, page: FetchedPage, lease: Lease, reason: str) -> None:
        """End the lease of a page in which no article was found; a section that was taken for one is read as a list."""
        self.learn(page, is_article=False)
        if is_saved(lease.url):
            self.endings.empty(lease, reason, look_at(page))
        elif self.drawing.instead(page):
            if drawn := await self._drawn(lease, page):
                await self._again(replace(drawn, plain=None))  # the archive has it
        elif lease.kind == "article" and lease.fetched_at is None and reason.startswith(SECTION):
            lists = replace(lease, kind="listing")
            if (found := await self._read(lists, page)) is None:
                return
            if not lease.hints.get(UNCOUNTED):
                self.journal.count(lease.site, f"empty: {reason}")
            self.endings.read(lists, self._harvests[lease.site].look(lists, look_at(page), found))
        else:
            self.endings.empty(lease, reason, look_at(page))

    async def _again(self, page: FetchedPage) -> None:
        """Send a page through the pipelines."""
        if self.crawler.engine and self.crawler.engine.scraper:
            await self.crawler.engine.scraper.start_itemproc_async(page, response=None)

    async def _shown(self, lease: Lease, page: FetchedPage) -> FetchedPage | None:
        """The page as it is to be looked at; None where its lease has ended."""
        return await self._drawn(lease, page) if self.drawing.always(page) else page

    async def _drawn(self, lease: Lease, page: FetchedPage) -> FetchedPage | None:
        """The page as a browser shows it; None where that failed, with the lease ended."""
        try:
            drawn = await self.drawing.draw(page)
        except RefusedError as error:
            self.endings.refused(lease, str(error))
        except FetchError as error:
            self.endings.failed(lease, str(error), final=error.final)
        else:
            self.journal.count(lease.site, "drawn")
            return drawn
        return None

    async def _links(self, lease: Lease, page: FetchedPage) -> list[Found] | None:
        """What a page leads to, drawn first where it leads nowhere without; None where its lease has ended."""
        found = await self._read(lease, page)
        leads = [each for each in found or () if each.kind in ("article", "listing")]
        if found is None or leads or lease.kind not in ("start", "listing") or not self.drawing.instead(page):
            return found
        drawn = await self._drawn(lease, page)
        return await self._read(lease, drawn) if drawn else None

    def _is_no_page(self, lease: Lease, page: FetchedPage, response: Response) -> bool:
        """Whether the response brings nothing to look at; its lease is ended then."""
        known = lease.kind == "article" and lease.digest is not None
        if page.status == 304 or (known and not look_at(page).changed):
            self.endings.unchanged(lease)
        elif page.status in GONE and lease.kind != "robots":
            self.endings.gone(lease, page.status)
        elif reason := complaint(response):
            if lease.kind == "robots" and 400 <= page.status < 500:
                return False  # a site without robots.txt: the body is no rules
            again = page.status in TRY_AGAIN or page.status == 200
            self.endings.failed(lease, reason, retry_after=retry_after(response, time.time()), final=not again)
        else:
            return False
        return True

    async def _read(self, lease: Lease, page: FetchedPage) -> list[Found] | None:
        """Queue what a page leads to; None where it cannot be read, with its lease ended."""
        body = page.body if page.status == 200 else b""
        known = self._harvests[lease.site].shapes.are_articles
        document = Document(url=page.url, body=body, charset=page.charset, known=known)
        scope = Scope(self.session.sites[lease.site], self._home(lease, page))
        try:
            found, skipped = await asyncio.to_thread(leads, lease, document, scope, time.time())
        except DiscoveryError as error:
            self.endings.failed(lease, str(error), final=True)
            return None
        self.journal.found(found)
        self.journal.count(lease.site, f"read {lease.kind}")
        self.journal.count(lease.site, f"listed by {lease.kind}", sum(each.kind == "article" for each in found))
        for reason, count in skipped.items():
            self.journal.count(lease.site, f"skipped: {reason}", count)
        return found

    def _home(self, lease: Lease, page: FetchedPage) -> str:
        """The address of the site; where its front page has moved, the one that it leads to."""
        if lease.kind == "start" and (urls.same_site(page.url, lease.url) or urlsplit(lease.url).path in ("", "/")):
            self._homes[lease.site] = page.url
        return self._homes[lease.site]

    def failed(self, failure: "Failure") -> Iterator[FetchedPage]:
        """A request that got no response: refused by a rule, or the network failed."""
        request: Request = failure.request  # type: ignore[attr-defined]
        lease: Lease = request.meta["lease"]
        if main := stubs.main_page(request):
            yield main
        elif isinstance(failure.value, IgnoreRequest) and (before := parts.earlier(request)):
            yield parts.joined(before)
        elif isinstance(failure.value, IgnoreRequest):
            self.endings.refused(lease, str(failure.value) or "refused")
        else:
            fault = failure.value if isinstance(failure.value, FetchError) else named(failure.value)
            if isinstance(fault, PutOffError):
                lease = replace(lease, tries=max(lease.tries, 1) - 1)  # nothing was asked: that is no try
            self.endings.failed(lease, str(fault), retry_after=fault.retry_after, final=fault.final)


def _harvest(connection: Connection, site: str) -> Harvest:
    """What earlier runs tell about a site."""
    return Harvest(frontier.barren(connection, site), Shapes(frontier.outcomes(connection, site, LEARNED)))
