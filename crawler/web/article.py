"""One article: its text, how it changed, the page it came from, and what was removed from that."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from cleaners.decode import decode
from cleaners.inputs import Refused
from crawler.store import records
from crawler.store.listing import HIGHEST_ID
from crawler.store.records import Record
from crawler.web.desk import Desk, desk_of
from crawler.web.diff import Paragraph, compare
from crawler.web.formats import paragraphs
from crawler.web.raw import explained, raw_page

VIEWS = {"text": "Text", "original": "Beside the original", "removed": "What was removed", "changes": "Changes"}
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


def article_page(request: Request) -> Response:
    """One view of an article. Raises HTTPException (404) where there is no such article."""
    desk, number = desk_of(request), _number(request)
    view = request.query_params.get("view", "text")
    with desk.store.reading() as connection:
        versions = records.versions(connection, number)
        if not versions:
            raise HTTPException(404, "No such article is stored.")
        newest = versions[-1]
        same = records.repeats(connection, str(newest["canonical_url"]), _text(newest, "duplicate_of"))
    values: dict[str, object] = {
        "id": number,
        "article": newest,
        "versions": versions,
        "same": same,
        "views": VIEWS,
        "view": view if view in VIEWS else "text",
    }
    if view == "removed":
        values["explanation"] = _explanation(desk, newest)
    if view == "changes":
        values |= _changes(versions, request.query_params.get("version", ""))
    return desk.page(request, "article.html", values)


def original(request: Request) -> Response:
    """The page as it was fetched, for a frame: without scripts, forms, or anything from elsewhere."""
    desk = desk_of(request)
    with desk.store.reading() as connection:
        versions = records.versions(connection, _number(request))
    if not versions:
        raise HTTPException(404, "No such article is stored.")
    source = raw_page(desk, *_addresses(versions[-1]))
    headers = {"Content-Security-Policy": SANDBOX, "X-Frame-Options": "SAMEORIGIN"}
    if isinstance(source, Refused):
        return Response(source.reason, 404, headers, "text/plain; charset=utf-8")
    page = decode(source.data, source.charset).encode("utf-8", "replace")
    return Response(page, 200, headers, "text/html; charset=utf-8")


def _number(request: Request) -> int:
    """The article's number; one that no database can hold stands for none."""
    number = int(request.path_params["id"])
    return number if number <= HIGHEST_ID else 0


def _explanation(desk: Desk, article: Record) -> object:
    source = raw_page(desk, *_addresses(article))
    return source if isinstance(source, Refused) else explained(desk.clean(source), source.name)


def _addresses(article: Record) -> list[str]:
    return [str(article[name]) for name in ("url", "canonical_url") if article[name]]


def _text(article: Record, name: str) -> str | None:
    value = article[name]
    return None if value is None else str(value)


def _changes(versions: list[Record], chosen: str) -> dict[str, object]:
    """A version against the one before it; the newest where none is chosen."""
    at = int(chosen) - 1 if chosen.isdecimal() and 1 < int(chosen) <= len(versions) else len(versions) - 1
    old, new = versions[max(at - 1, 0)], versions[at]
    found: list[Paragraph] = compare(_lines(old), _lines(new))
    return {"old": old, "new": new, "changes": found}


def _lines(version: Record) -> list[str]:
    return [str(version["title"] or ""), *paragraphs(str(version["text"]))]
