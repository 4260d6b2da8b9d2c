"""Why a request brought nothing, in words that can be counted: no address, no figure of this one request in them."""

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed


class RefusedError(IgnoreRequest):
    """Left out by a rule: robots.txt, an address that must not be asked, a type that holds no article."""


class FetchError(Exception):
    """The fetch failed.

    retry_after: seconds before another try makes sense. final: another try would bring the same.
    """

    def __init__(self, reason: str, *, retry_after: float = 0.0, final: bool = False) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.final = final


class PutOffError(FetchError):
    """The request was not made: its origin is left alone for now."""


NAMES: dict[type[Exception], str] = {
    DownloadTimeoutError: "timed out",
    ResponseDataLossError: "the body broke off",
    CannotResolveHostError: "the host name is unknown",
    DownloadConnectionRefusedError: "connection refused",
    DownloadFailedError: "the connection broke, or the answer is no HTTP",
    ConnectError: "no connection",
    ConnectionClosed: "the connection broke, or the answer is no HTTP",
    SSL.Error: "the secure connection failed",
    VerificationError: "the certificate is not valid for the host",
    OSError: "no connection",
    ValueError: "the answer is no HTTP",
}
FINAL: dict[type[Exception], str] = {
    DownloadCancelledError: "larger than the limit",
    UnsupportedURLSchemeError: "neither http nor https",
}
DOWNLOAD_ERRORS = (*FINAL, *NAMES)
"""What a download handler raises where a fetch fails."""


def named(error: BaseException | None) -> FetchError:
    """A download's exception under a name that can be counted."""
    for names, final in ((FINAL, True), (NAMES, False)):
        for kind, reason in names.items():
            if isinstance(error, kind):
                return FetchError(reason, final=final)
    return FetchError(f"fetch failed: {type(error).__name__}")
