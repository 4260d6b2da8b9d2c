"""Pages that show only the beginning of their article, and the other form of them that has all of it: AMP or print."""

import re
from dataclasses import replace
from itertools import accumulate, islice

from scrapy import Request
from scrapy.http import Response

from crawler.discovery import links, urls
from crawler.items import FetchedPage

MAIN = "main_page"  # in a request's meta: the page whose other form is asked for
STUB_CHARS = 900  # of paragraphs; whole articles have more
MOST_PARAGRAPHS = 5_000  # that are looked at
# its group is not repeated possessively: the first releases of Python 3.11 match that wrongly
PARAGRAPH = re.compile(rb"<p\b[^<>]{0,500}>((?:[^<]++|<(?!/?p\b)){0,1000})</p", re.IGNORECASE)
MARKUP = re.compile(rb"<[^>]{0,1000}>")
OTHER_FORMS = ("amphtml", "print", "drucken", "imprim", "stampa")
PAYWALL = re.compile(
    rb"""isAccessibleForFree["']?\s*[:=]\s*["']?false|content_tier["'][^>]{0,50}(?:locked|metered)""", re.IGNORECASE
)


def main_page(message: Request | Response) -> FetchedPage | None:
    """The page whose other form this is about."""
    found: FetchedPage | None = message.meta.get(MAIN)
    return found


def is_stub(page: FetchedPage) -> bool:
    """Whether a page shows little text and may name another form of itself: a look at its bytes.

    One that says that it must be paid for is left as it is: its other forms are no way around that.
    """
    body = page.body[: links.MAX_HTML]
    return not _is_long(body) and _names_form(body.decode("latin-1")) and not PAYWALL.search(body)


def other_form(page: FetchedPage) -> str | None:
    """The address of the AMP or print form of a stub, where it names one."""
    found = links.read(page.body, page.url, page.charset)
    if found.amp and urls.same_site(found.amp, page.url):
        return found.amp
    own = urls.canonical(page.url)
    named = (each.url for each in found.candidates if each.url != page.url and urls.canonical(each.url) == own)
    return next(filter(_names_form, named), None)


def _is_long(body: bytes) -> bool:
    """Whether the paragraphs of a page hold about as much text as an article does; most are seen to after a few."""
    chars = (len(MARKUP.sub(b"", paragraph[1])) for paragraph in islice(PARAGRAPH.finditer(body), MOST_PARAGRAPHS))
    return any(total >= STUB_CHARS for total in accumulate(chars))


def _names_form(text: str) -> bool:
    text = text.lower()
    return any(form in text for form in OTHER_FORMS)


def asking(request: Request, page: FetchedPage, url: str) -> Request:
    """The request for the other form of a page, under its lease."""
    meta = {name: value for name, value in request.meta.items() if name not in ("etag", "last_modified")}
    return request.replace(url=url, meta={**meta, MAIN: page})


def completed(page: FetchedPage, other: FetchedPage) -> FetchedPage:
    """The page with its other form beside it: the cleaner takes the longer text."""
    return replace(page, other=other)
