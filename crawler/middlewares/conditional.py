"""Conditional requests (RFC 9110, 13.1): what has not changed is not sent again."""

from scrapy import Request

NAMES = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}


class ConditionalMiddleware:
    """Sends the validators of the last fetch, where the request's meta holds them."""

    def process_request(self, request: Request) -> None:
        """Make the request conditional."""
        for key, header in NAMES.items():
            value = request.meta.get(key)
            if value and "\n" not in value and "\r" not in value:
                request.headers.setdefault(header, value)
