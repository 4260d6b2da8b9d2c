"""Content codings undone while their size is watched."""

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from cleaners.inputs.codings import ACCEPTED, CodingError, decode
from crawler.network.failures import FetchError
from crawler.network.handler import PREFIX

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CompressionMiddleware:
    """Asks for compressed bodies and unpacks them, at most DOWNLOAD_MAXSIZE bytes (`download_maxsize` in the meta)."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """The limit of the settings."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Say what can be read."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its plain body.

        Raises FetchError where a coding is broken or unknown, the body is cut short, or unpacks to too much.
        """
        said = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower()
        codings = [coding for name in said.split(",") if (coding := name.strip()) not in ("", "identity")]
        if not codings or not response.body or request.method == "HEAD":
            return response
        limit = request.meta.get("download_maxsize") or self.limit
        try:
            body = decode(response.body, codings, limit, whole=PREFIX not in request.meta)
        except CodingError as error:
            raise FetchError(str(error), final=error.final) from error
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        if issubclass(kind, TextResponse):
            return response.replace(cls=kind, body=body, headers=headers, encoding=None)
        return response.replace(cls=kind, body=body, headers=headers)
