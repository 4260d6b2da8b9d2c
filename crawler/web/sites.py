"""The sites: how their runs went, where their articles are found, what was learned of their chrome."""

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from crawler.report import total
from crawler.store import frontier, locks, runs, sources
from crawler.web.chrome import host_of, read_chrome
from crawler.web.desk import desk_of
from crawler.web.overview import COUNTED, site_lines

RUNS = 30
COLUMNS = ("found", "stored", "changed", "unchanged", "gone", "duplicates", "empty", "skipped", "failed")


def sites_page(request: Request) -> Response:
    """All sites, those that need attention first."""
    desk = desk_of(request)
    with desk.store.reading() as connection:
        values: dict[str, object] = {"sites": site_lines(connection), "counted": COUNTED}
    return desk.page(request, "sites.html", values)


def site_page(request: Request) -> Response:
    """One site. Raises HTTPException (404) where it was never crawled."""
    desk, name = desk_of(request), request.path_params["name"]
    with desk.store.reading() as connection:
        history = runs.history(connection, name, RUNS)
        if not history:
            raise HTTPException(404, "No such site was ever crawled.")
        values: dict[str, object] = {
            "name": name,
            "url": history[0].url,
            "host": urlsplit(history[0].url).netloc,
            "verdict": next((run.verdict for run in history if run.finished_at), None),
            "busy": locks.busy(connection, [name], time.time()).get(name, ""),
            "waiting": frontier.waiting(connection, [name])[name, "found"],
            "sources": sources.seen(connection, name),
            "failures": frontier.failures(connection, [name], 10),
            "chrome": read_chrome(connection, host_of(history[0].url)),
        }
    rows = [(run, [total(run.counts, column) for column in COLUMNS], _reasons(run.counts)) for run in history]
    return desk.page(request, "site.html", values | {"runs": rows, "columns": COLUMNS})


def _reasons(counts: Mapping[str, int]) -> list[str]:
    return [
        f"{value:,} {name}"
        for name, value in sorted(counts.items(), key=lambda each: -each[1])
        if ":" in name and value
    ]
