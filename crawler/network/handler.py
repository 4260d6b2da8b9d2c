"""Scrapy's HTTP download handler under guard: permitted addresses, a bounded head, no body that is not wanted."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, StopDownload
from scrapy.http import Headers, Response

from crawler.discovery.urls import DEFAULT_PORTS
from crawler.network.addresses import NOT_PUBLIC, AddressGuard
from crawler.network.content import refusal
from crawler.network.failures import DOWNLOAD_ERRORS, RefusedError, named
from crawler.network.headers import BoundedHeadFactory
from crawler.network.resolver import GuardedResolver

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PREFIX = "prefix_bytes"
"""Request meta: of the body, only so many bytes are wanted; the rest is not read."""


class _UnwantedError(StopDownload):
    """The head of the response speaks against its body."""

    def __init__(self, reason: str) -> None:
        super().__init__(fail=True)
        self.reason = reason


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Every request passes here: pages, robots.txt, feeds, and each hop of a redirect.

    One is made for each scheme, with the first request for it: to know all certificates takes its time.
    """

    lazy = True

    def __init__(self, crawler: "Crawler") -> None:
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one

        super().__init__(crawler)
        self._guard = AddressGuard(crawler.settings.getlist("WIREBRUSH_ALLOW_HOSTS"))
        self._reactor = reactor
        self._resolver = GuardedResolver(reactor.nameResolver, self._guard)
        self._pool._factory = BoundedHeadFactory  # noqa: SLF001  # as Scrapy itself does
        for receiver, signal in ((head_received, signals.headers_received), (bytes_received, signals.bytes_received)):
            crawler.signals.connect(receiver, signal)  # functions: the handlers of both schemes connect them once

    async def download_request(self, request: Request) -> Response:
        """The response to one request.

        Raises RefusedError where the address or the head of the answer forbids it, FetchError where it fails.
        """
        self._guard.check(request.url)
        self._hold_resolver()
        try:
            return await super().download_request(request)
        except _UnwantedError as stop:
            raise RefusedError(stop.reason) from stop
        except DOWNLOAD_ERRORS as error:
            if isinstance(error, CannotResolveHostError) and _place(request.url) in self._resolver.refused:
                raise RefusedError(NOT_PUBLIC) from error
            raise named(error) from error

    async def close(self) -> None:
        """Close connections and give the reactor its own resolver back."""
        if self._reactor.nameResolver is self._resolver:
            self._reactor.installNameResolver(self._resolver.inner)
        await super().close()

    def _hold_resolver(self) -> None:
        """Put the reactor's resolver under guard, also the one that Scrapy installs after the handlers are made.

        The handlers of both schemes share one: each around the other's they would ask each other for ever.
        """
        if self._reactor.nameResolver is self._resolver:
            return
        if isinstance(self._reactor.nameResolver, GuardedResolver):
            self._resolver = self._reactor.nameResolver
        else:
            self._resolver.inner = self._reactor.nameResolver
            self._reactor.installNameResolver(self._resolver)


def head_received(headers: Headers, request: Request) -> None:
    """Break off where the head of a response speaks against its body."""
    status = 206 if headers.get("Content-Range") else 200
    said = (headers.get("Content-Type") or b"").decode("latin-1")
    if reason := refusal(status, said, request.meta.get("kind", "")):
        raise _UnwantedError(reason)


def bytes_received(data: bytes, request: Request) -> None:
    """Break off where as much of a body has come as is wanted."""
    left = request.meta.get(PREFIX)
    if left is None:
        return
    request.meta[PREFIX] = left - len(data)
    if left <= len(data):
        raise StopDownload(fail=False)


def _place(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
