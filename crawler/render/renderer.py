"""Pages drawn by Chromium, through scrapy-playwright."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.http import Response, TextResponse

from crawler.items import FetchedPage
from crawler.network.challenges import challenger
from crawler.network.failures import FetchError, RefusedError
from crawler.render.supply import Errand, Supply

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy.crawler import Crawler

SETTLING = 5_000.0  # milliseconds that a page's scripts have to come to rest
SECONDS = 120.0  # for all of it, then the page is given up
CLOSING = 5.0


class Renderer:
    """Draws pages. Settings: USER_AGENT, DOWNLOAD_MAXSIZE, and those of crawler.render.browser.

    One browser for a crawl, started with the first page; each site has a profile of its own in it.
    """

    def __init__(self, crawler: "Crawler") -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415  # an extra

        self.crawler = crawler
        self._agent: str = crawler.settings["USER_AGENT"]
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._browser = ScrapyPlaywrightDownloadHandler(crawler)
        self._supply = Supply(self._fetch)
        crawler.signals.connect(self._close, signals.spider_closed)

    async def render(self, page: FetchedPage) -> FetchedPage:
        """The page as the browser shows it once its scripts have come to rest.

        Raises FetchError where the browser fails or takes too long, RefusedError where what it shows is a challenge.
        """
        from playwright.async_api import Error  # noqa: PLC0415  # an extra

        opened: list[Page] = []
        try:
            async with asyncio.timeout(SECONDS):
                response = await self._browser.download_request(self._request(page, opened))
        except TimeoutError:
            raise FetchError("the browser took too long", final=True) from None
        except Error as error:
            raise FetchError(f"the browser failed: {type(error).__name__}") from error
        finally:
            await _close_all(opened)
        body = response.text.encode(errors="replace") if isinstance(response, TextResponse) else b""
        if len(body) > self._largest:
            raise FetchError("larger than the limit when drawn", final=True)
        if who := challenger(200, {}, body):
            raise RefusedError(f"bot challenge page ({who})")
        return _drawn(page, response.url, body)

    def _request(self, page: FetchedPage, opened: "list[Page]") -> Request:
        """What scrapy-playwright is asked for."""
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415  # an extra

        async def begin(tab: "Page", _request: Request) -> None:
            opened.append(tab)
            await tab.route("**", Errand(page, self._supply).answer)

        return Request(
            page.url,
            meta={
                "playwright": True,
                "playwright_context": page.site,
                "playwright_context_kwargs": {"user_agent": self._agent, "service_workers": "block"},
                "playwright_page_init_callback": begin,
                "playwright_page_goto_kwargs": {"wait_until": "load"},
                "playwright_page_methods": [PageMethod(_settle)],
            },
        )

    async def _fetch(self, request: Request) -> Response:
        if self.crawler.engine is None:
            raise RuntimeError("a page was drawn before its crawl began")
        return await self.crawler.engine.download_async(request)

    async def _close(self) -> None:
        await self._browser.close()


async def _settle(tab: "Page") -> None:
    """Some pages never come to rest; what they show by then counts."""
    from playwright.async_api import TimeoutError as Late  # noqa: PLC0415  # an extra

    with suppress(Late):
        await tab.wait_for_load_state("networkidle", timeout=SETTLING)


async def _close_all(opened: "list[Page]") -> None:
    """A page whose script never ends is closed from without."""
    for tab in opened:
        if not tab.is_closed():
            with suppress(TimeoutError):
                await asyncio.wait_for(tab.close(), CLOSING)


def _drawn(page: FetchedPage, url: str, body: bytes) -> FetchedPage:
    """The validators belong to what the server sent, which tells nothing of what its scripts fetch."""
    headers = {name: value for name, value in page.headers.items() if name not in ("etag", "last-modified")}
    return replace(
        page,
        url=url,
        body=body,
        fetched_at=datetime.now(UTC),
        headers=headers | {"content-type": "text/html; charset=utf-8"},
        charset="utf-8",
        rendered=True,
        plain=page,
    )
