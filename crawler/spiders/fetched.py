"""From a Scrapy response to a page of ours."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy.http import Response
from w3lib.encoding import http_content_type_encoding

from crawler.items import FetchedPage
from crawler.store.batch import Lease

SECRET_HEADERS = frozenset((b"set-cookie", b"set-cookie2", b"authorization", b"proxy-authorization"))
HEAD_BYTES = 65_536
HEAD_META = re.compile(
    rb"""<meta\s+property=["'](og:type|article:published_time)["']\s+content=["']([^"']{1,40})""", re.IGNORECASE
)
HTML_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


def as_page(response: Response, lease: Lease | None = None, site: str = "") -> FetchedPage:
    """The page without what must never be stored (cookies). Site and hints are the lease's where there is one."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.lower() not in SECRET_HEADERS
    }
    return FetchedPage(
        url=response.url,
        body=response.body,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=headers,
        charset=http_content_type_encoding(headers.get("content-type")),
        site=lease.site if lease else site,
        request_url=lease.url if lease else response.url,
        lease=lease,
        hints=lease.hints if lease else {},
    )


def complaint(response: Response) -> str | None:
    """Why a response is no page; None for a whole page with status 200."""
    if response.status != 200:
        return f"HTTP {response.status}"
    return "the body is cut short" if "dataloss" in response.flags else None


def is_html(page: FetchedPage) -> bool:
    """Whether the server calls it HTML or text, or does not say."""
    label = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    return not label or label.startswith(HTML_TYPES)


def says_article(page: FetchedPage) -> bool:
    """Whether the head of a page calls it an article and dates it; sections do at most one of the two."""
    kinds = {found[1].lower(): found[2].lower() for found in HEAD_META.finditer(page.body[:HEAD_BYTES])}
    return b"article" in kinds.get(b"og:type", b"") and b"article:published_time" in kinds


def may_be_article(page: FetchedPage) -> bool:
    """Whether a page at which a crawl starts can be an article: a front page cannot."""
    return is_html(page) and urlsplit(page.url).path not in ("", "/")
