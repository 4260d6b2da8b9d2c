"""POST /clean: a page or a text in, the record with kept and removed blocks out, for other programs."""

from email.message import Message
from math import ceil

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cleaners.explain import Explanation
from cleaners.inputs import Refused, Source
from crawler.web.body import read_body
from crawler.web.desk import Desk, desk_of
from crawler.web.raw import explained, is_address

KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


def rated(desk: Desk) -> None:
    """Count one page against the rate. Raises HTTPException (429) that says when to come back."""
    if wait := desk.bucket.wait():
        raise HTTPException(429, "too many pages at once: wait a little", {"Retry-After": str(ceil(wait))})


async def clean(request: Request) -> Response:
    """Content-Type says what comes: text/html or text/plain, with its charset; ?url= is the page's address.

    Raises HTTPException: 400 for an address that is none, 413 for a page that is too large, 415 for another type,
    422 for a page that cannot be cleaned, 429 over the rate.
    """
    desk = desk_of(request)
    rated(desk)
    kind, charset = _kind(request.headers.get("content-type", ""))
    url = request.query_params.get("url")
    if url is not None and not is_address(url):
        raise HTTPException(400, "url must be an address that starts with https:// or http://")
    data = await read_body(request, desk.settings.page_bytes)
    source = Source(
        name=url or "request", data=data, kind="text" if kind == "text" else "html", url=url, charset=charset
    )
    found = explained(await run_in_threadpool(desk.clean, source), source.name)
    if isinstance(found, Refused):
        raise HTTPException(422, found.reason)
    return JSONResponse(_answer(found))


def _kind(content_type: str) -> tuple[str, str | None]:
    header = Message()
    header["Content-Type"] = content_type or "text/html"
    kind = KINDS.get(header.get_content_type())
    if kind is None:
        raise HTTPException(415, "send text/html or text/plain")
    return kind, header.get_content_charset()


def _answer(found: Explanation) -> dict[str, object]:
    lines = [line.as_record() for line in found.lines]
    return {
        "article": found.article.as_record(),
        "empty_reason": found.empty_reason,
        "kept": [line for line in lines if line["kept"]],
        "removed": [line for line in lines if not line["kept"]],
    }
