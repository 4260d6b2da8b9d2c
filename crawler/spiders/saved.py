"""Saved pages as a source: files, folders and archives, by `file:` addresses. No link in them is followed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import islice

from cleaners.inputs import Refused, Source
from crawler import saved
from crawler.discovery.candidate import PRIORITY
from crawler.items import FetchedPage
from crawler.spiders.scope import Scope
from crawler.store.batch import Found, Lease

CHUNK = 200  # pages that are listed at a time
FLATTENED = "flattened text, which only `clean` reads"


async def listed(lease: Lease, scope: Scope, left_out: Counter[str]) -> AsyncIterator[list[Found]]:
    """The pages of a file or folder for the frontier, chunk by chunk. left_out: counts the others, by reason."""
    items = saved.listed(lease.url)
    while chunk := await asyncio.to_thread(_chunk, items):
        found = []
        for url, item in chunk:
            if reason := _refusal(item, scope):
                left_out[reason] += 1
            else:
                found.append(_found(url, item, lease))
        yield found


def _chunk(items: Iterator[tuple[str, saved.Item]]) -> list[tuple[str, saved.Item]]:
    """Pages without their bytes."""
    return [(url, replace(each, data=b"") if isinstance(each, Source) else each) for url, each in islice(items, CHUNK)]


def _refusal(item: saved.Item, scope: Scope) -> str | None:
    """Why not to read a page again, to clean it; what is broken is read again, to be named."""
    if isinstance(item, Refused):
        return item.reason if item.skipped else None
    return FLATTENED if item.kind == "text" else scope.refuses_address(item.url or "")


def _found(url: str, item: saved.Item, lease: Lease) -> Found:
    lastmod = saved.fetched_at(item).timestamp() if isinstance(item, Source) else None
    return Found(
        url=url, site=lease.site, origin=saved.ORIGIN, kind="article", priority=PRIORITY["article"], lastmod=lastmod
    )


def as_saved(page: FetchedPage, source: Source) -> FetchedPage:
    """The page as it was fetched once, under the address that it had then."""
    charset = f"; charset={source.charset}" if source.charset else ""
    return replace(
        page,
        request_url=page.url,
        fetched_at=saved.fetched_at(source),
        headers={"content-type": f"text/html{charset}"},
        charset=source.charset,
    )
