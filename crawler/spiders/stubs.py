"""Pages that show only the beginning of their article, and the other form of them that has all of it: AMP or print."""

import re
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response

from crawler.discovery import links, urls
from crawler.items import FetchedPage

MAIN = "main_page"  # in a request's meta: the page whose other form is asked for
STUB_CHARS = 900  # of paragraphs; whole articles have more
PARAGRAPH = re.compile(rb"<p\b[^>]{0,500}>(.{0,4000}?)</p\s*>", re.IGNORECASE | re.DOTALL)
MARKUP = re.compile(rb"<[^>]{0,1000}>")
OTHER_FORMS = re.compile(rb"amphtml|print|drucken|imprim|stampa", re.IGNORECASE)
PAYWALL = re.compile(
    rb"""isAccessibleForFree["']?\s*[:=]\s*["']?false|content_tier["'][^>]{0,50}(?:locked|metered)""", re.IGNORECASE
)


def main_page(message: Request | Response) -> FetchedPage | None:
    """The page whose other form this is about."""
    found: FetchedPage | None = message.meta.get(MAIN)
    return found


def other_form(page: FetchedPage) -> str | None:
    """The address of the AMP or print form, where the page is a stub that names one.

    A page that says that it must be paid for is left as it is: its other forms are no way around that.
    """
    if not OTHER_FORMS.search(page.body) or PAYWALL.search(page.body) or _chars(page.body) >= STUB_CHARS:
        return None
    found = links.read(page.body, page.url, page.charset)
    if found.amp and urls.same_site(found.amp, page.url):
        return found.amp
    own = urls.canonical(page.url)
    named = (each.url for each in found.candidates if each.url != page.url and urls.canonical(each.url) == own)
    return next((url for url in named if OTHER_FORMS.search(url.encode())), None)


def _chars(body: bytes) -> int:
    """About how much text the paragraphs of a page hold."""
    return sum(len(MARKUP.sub(b"", text)) for text in PARAGRAPH.findall(body))


def asking(request: Request, page: FetchedPage, url: str) -> Request:
    """The request for the other form of a page, under its lease."""
    meta = {name: value for name, value in request.meta.items() if name not in ("etag", "last_modified")}
    return request.replace(url=url, meta={**meta, MAIN: page})


def completed(page: FetchedPage, other: FetchedPage) -> FetchedPage:
    """The page with its other form beside it: the cleaner takes the longer text."""
    return replace(page, other=other)
