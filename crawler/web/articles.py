"""The list of articles: search, filters, paging, and all that is listed as a file."""

import io
from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cleaners.outputs import open_records
from crawler.store import Store, excerpts, listing
from crawler.store.articles import RECORD
from crawler.web.desk import desk_of
from crawler.web.query import ORDERS, Query, read_query

KINDS = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}


def articles_page(request: Request) -> Response:
    """Fifty articles, and the way to the next."""
    desk, query = desk_of(request), read_query(request.query_params)
    with desk.store.reading() as connection:
        listed = listing.page(connection, desk.store.dialect, query.wanted, query.after)
        found = listing.summaries(connection, listed.ids)
        terms = query.wanted.terms
        shown = excerpts.read(connection, terms, listed.ids) if terms else {}
        hosts = listing.hosts(connection)
    values = {"query": query, "listed": listed, "found": found, "excerpts": shown, "hosts": hosts}
    return desk.page(request, "articles.html", values | {"orders": ORDERS})


def export(request: Request) -> Response:
    """Everything that matches, as JSON lines or CSV. Raises HTTPException (404) for another form."""
    form = request.path_params["form"]
    if form not in KINDS:
        raise HTTPException(404, "There are articles.csv and articles.jsonl.")
    query = read_query(request.query_params)
    headers = {"Content-Disposition": f'attachment; filename="articles.{form}"'}
    return StreamingResponse(_lines(desk_of(request).store, query, form), headers=headers, media_type=KINDS[form])


def _lines(store: Store, query: Query, form: str) -> Iterator[bytes]:
    """The file, record by record. Raises UnavailableError where the store fails on the way."""
    buffer = io.BytesIO()
    writer = open_records(buffer, form, RECORD)
    with store.reading() as connection:
        for record in listing.records(connection, store.dialect, query.wanted):
            writer.write(record)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    writer.close()
    yield buffer.getvalue()
