"""Articles cut into several pages, read as one: page after page under one lease."""

import asyncio
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response

from crawler.discovery import urls
from crawler.items import FetchedPage
from crawler.multipage import MOST_PARTS, first_part, may_go_on, next_part, split_part
from crawler.store.batch import Found, Lease

PARTS = "parts"  # in a request's meta: the pages of the article that were fetched before
VALIDATORS = ("etag", "last_modified")
LATER = "a later page of an article"


def earlier(message: Request | Response) -> tuple[FetchedPage, ...]:
    """The parts that were fetched before this one."""
    found: tuple[FetchedPage, ...] = message.meta.get(PARTS, ())
    return found


def joined(parts: tuple[FetchedPage, ...]) -> FetchedPage:
    """The first page, with the others in it."""
    return replace(parts[0], parts=parts[1:])


async def follow(request: Request, parts: tuple[FetchedPage, ...]) -> Request | FetchedPage:
    """The request for the part behind these, made after that of the first; the article where they are all."""
    page = parts[-1]
    more = len(parts) < MOST_PARTS and may_go_on(page.body, page.url)
    url = await asyncio.to_thread(next_part, page.body, page.url, page.charset) if more else None
    if url is None or any(url in (part.url, part.request_url) for part in parts):
        return joined(parts)
    meta = {name: value for name, value in request.meta.items() if name not in VALIDATORS}
    return request.replace(url=url, meta={**meta, PARTS: parts})


async def beginning(page: FetchedPage, lease: Lease) -> Found | None:
    """Where the article begins, if this is one of its later parts."""
    later = split_part(page.url)[1] > 1
    url = await asyncio.to_thread(first_part, page.body, page.url, page.charset) if later else None
    if url is None or not urls.same_site(url, page.url):
        return None
    return Found(
        url=urls.canonical(url), site=lease.site, origin=urls.origin(url), kind="article", priority=lease.priority
    )
