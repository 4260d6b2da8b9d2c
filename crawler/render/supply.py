"""What the browser asks for while it draws a page, answered by the crawl's own downloader."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from cleaners.decode import decode
from crawler.items import FetchedPage
from crawler.network.failures import DOWNLOAD_ERRORS, FetchError

if TYPE_CHECKING:
    from playwright.async_api import Request as Asked
    from playwright.async_api import Route

WANTED = frozenset(("document", "script", "xhr", "fetch"))  # pictures, fonts and styles hold no text
MOST_REQUESTS = 60  # for one page
KEPT, KEPT_BYTES = 100, 2_000_000  # scripts that a site's pages share, and the largest that is kept
UNSENT = frozenset((b"content-encoding", b"content-length", b"transfer-encoding", b"set-cookie"))
NOT_HAD: tuple[type[Exception], ...] = (IgnoreRequest, FetchError, *DOWNLOAD_ERRORS)
RESOURCE = "resource"
"""The kind of such requests, in their meta."""


@dataclass(slots=True)
class Supply:
    """Answers the browser. fetch: the downloader; scripts are asked for once in a run."""

    fetch: Callable[[Request], Awaitable[Response]]
    _scripts: OrderedDict[str, Response] = field(default_factory=OrderedDict)

    async def get(self, url: str, site: str, kind: str) -> Response | None:
        """What is at an address; None where it may not or cannot be fetched. kind: Playwright's type of resource."""
        if kind == "script" and url in self._scripts:
            return self._scripts[url]
        meta = {"kind": RESOURCE, "site": site, "handle_httpstatus_all": True}
        try:
            response = await self.fetch(Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True))
        except NOT_HAD:
            return None
        if kind == "script" and response.status == 200 and len(response.body) <= KEPT_BYTES:
            self._scripts[url] = response
            if len(self._scripts) > KEPT:
                self._scripts.popitem(last=False)
        return response


@dataclass  # without slots: Playwright keeps something of its own in it
class Errand:
    """The requests of one page that is being drawn; the page itself has been fetched already."""

    page: FetchedPage
    supply: Supply
    left: int = MOST_REQUESTS
    _begun: bool = False

    async def answer(self, route: "Route") -> None:
        """Answer one request, or refuse it."""
        asked = route.request
        if not self._begun and asked.is_navigation_request():
            self._begun = True
            await route.fulfill(status=200, content_type="text/html; charset=utf-8", body=_utf8(self.page))
        elif (response := await self._response(asked)) is None:
            await route.abort()
        else:
            headers = {
                name.decode("latin-1"): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
                if name.lower() not in UNSENT
            }
            await route.fulfill(status=response.status, headers=headers, body=response.body)

    async def _response(self, asked: "Asked") -> Response | None:
        if asked.method != "GET" or asked.resource_type not in WANTED or self.left <= 0:
            return None
        self.left -= 1
        return await self.supply.get(asked.url, self.page.site, asked.resource_type)


def _utf8(page: FetchedPage) -> str:
    """The page as text: the browser is told one charset for all."""
    return decode(page.body, page.charset)
