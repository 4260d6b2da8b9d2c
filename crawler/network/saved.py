"""The download handler for saved pages: it reads files and knows no network."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from cleaners.inputs import Refused
from crawler.network.failures import FetchError, RefusedError
from crawler.saved import SavedPages, fingerprint, path_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SOURCE = "source"
"""Response meta: the `Source` that a saved page was read from."""


class SavedPagesHandler(BaseDownloadHandler):
    """Answers requests of the frontier for file: addresses; these come from the listing of a file and nowhere else.

    The request for a file or folder itself, which is a start, is conditional: it is 304 while no file has changed.
    """

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._pages = SavedPages()
        self._thread = ThreadPoolExecutor(1, "saved pages")

    async def download_request(self, request: Request) -> Response:
        """The page, or for a start only the fingerprint of what lies there.

        Raises RefusedError for an address that no listing named, and for what is no page; FetchError where it cannot
        be read.
        """
        lease = request.meta.get("lease")
        if lease is None or lease.url != request.url:
            raise RefusedError("neither http nor https")
        loop = asyncio.get_running_loop()
        if lease.kind == "start":
            if not path_of(request.url).exists():
                raise FetchError("no such file or folder", final=True)
            tag = await loop.run_in_executor(self._thread, fingerprint, request.url)
            same = request.headers.get("If-None-Match") == tag.encode()
            return Response(request.url, status=304 if same else 200, headers={"ETag": tag})
        item = await loop.run_in_executor(self._thread, self._pages.read, request.url)
        if isinstance(item, Refused):
            raise RefusedError(item.reason) if item.skipped else FetchError(item.reason, final=True)
        request.meta[SOURCE] = item
        return Response(item.url or request.url, body=item.data)

    async def close(self) -> None:
        """Close the files."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._pages.close)
        self._thread.shutdown()
