"""Connections whose answers have a head of bounded size."""

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import ISSLTransport
from twisted.internet.protocol import connectionDone
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http import _IdentityTransferDecoder

if TYPE_CHECKING:
    from twisted.internet.interfaces import IAddress
    from twisted.python.failure import Failure

MAX_HEAD = 262_144  # bytes; 5,000 cookies fit


class BoundedHeadProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's connection, which breaks off where status line and headers pass `MAX_HEAD`."""

    head_bytes = 0

    def dataReceived(self, data: bytes) -> None:
        """Count while a head is read."""
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        in_head = self._parser is not None and self._parser.state in (STATUS, HEADER)
        self.head_bytes = self.head_bytes + len(data) if in_head else 0
        if self.head_bytes > MAX_HEAD and self.transport is not None:
            self.transport.abortConnection()

    def connectionLost(self, reason: "Failure" = connectionDone) -> None:
        """A body without a length ends where the connection is closed, not where it breaks.

        Many servers close TLS without a word; there the two cannot be told apart.
        """
        decoder = getattr(self._parser, "bodyDecoder", None)
        broken = not isinstance(reason.value, ConnectionDone) and not ISSLTransport.providedBy(self.transport)
        if broken and isinstance(decoder, _IdentityTransferDecoder) and decoder.contentLength is None:
            decoder.contentLength = 1  # at least this is missing
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class BoundedHeadFactory(_LenientHTTP11ClientFactory):
    """Makes such connections."""

    def buildProtocol(self, addr: "IAddress | None") -> BoundedHeadProtocol:  # noqa: ARG002  # Twisted's interface
        """A new connection."""
        return BoundedHeadProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
