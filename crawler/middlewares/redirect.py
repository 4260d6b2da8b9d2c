"""Redirects followed a few steps; nothing that was meant for one origin is sent to another."""

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response

from crawler.discovery import links, urls
from crawler.middlewares.conditional import NAMES
from crawler.network.failures import FetchError, RefusedError
from crawler.saved import is_saved

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

STATUSES = frozenset((301, 302, 303, 307, 308))
PERSONAL = ("Cookie", "Authorization", "Proxy-Authorization", "Referer")
STUB_BYTES = 4_096  # a page that only sends its reader elsewhere is no longer than this


class RedirectMiddleware:
    """Follows Location headers and the meta refresh of an otherwise empty page, REDIRECT_MAX_TIMES at most.

    The new request keeps the meta of the old one, with every address so far in `redirect_urls`. It goes through all
    middlewares and the address guard again.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The limit of the settings."""
        return cls(crawler.settings.getint("REDIRECT_MAX_TIMES"))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The response, or the request for the place to which it leads.

        Raises RefusedError where it leads to no http or https address, FetchError for a loop or too many steps.
        """
        target = None if is_saved(request.url) else _target(response)
        if target is None:
            return response
        url = urls.absolute(target, response.url)
        if url is None:
            raise RefusedError("redirected to an address that cannot be fetched")
        before = [*request.meta.get("redirect_urls", ()), request.url]
        if url in before:
            raise FetchError("redirected in a loop", final=True)
        if len(before) > self.limit:
            raise FetchError("redirected too often", final=True)
        return _follow(request, url, before)


def _target(response: Response) -> str | None:
    if response.status in STATUSES:
        location = response.headers.get("Location")
        return location.decode("utf-8", "replace") if location else None
    if response.status == 200 and len(response.body) <= STUB_BYTES and b"http-equiv" in response.body.lower():
        page = links.read(response.body, response.url)
        return page.refresh if not page.candidates else None
    return None


def _follow(request: Request, url: str, before: list[str]) -> Request:
    meta = {**request.meta, "redirect_urls": before}
    headers = request.headers.copy()
    for name in NAMES.values():
        headers.pop(name, None)  # the validators belong to the old address
    if urls.origin(url) != urls.origin(request.url):
        for name in PERSONAL:
            headers.pop(name, None)
    for key in ("etag", "last_modified", "download_slot"):
        meta.pop(key, None)
    return request.replace(url=url, method="GET", body=b"", headers=headers, meta=meta, dont_filter=True)
