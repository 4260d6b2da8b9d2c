"""The first page: what came in, and what needs attention."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from crawler.report import total
from crawler.store import overview, runs
from crawler.store.runs import SiteRun
from crawler.web.chart import draw
from crawler.web.desk import desk_of

DAYS = 30
LOOKED_AT = 5  # runs of a site, for the last one that ended
COUNTED = ("stored", "changed", "empty", "failed")


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site in a table: its last run, what that counted, and what is wrong, if anything."""

    run: SiteRun
    counted: tuple[int, ...]
    attention: str


def overview_page(request: Request) -> Response:
    """Articles a day, and the sites, those that need attention first."""
    desk = desk_of(request)
    with desk.store.reading() as connection:
        days, found = overview.by_day(connection, DAYS, time.time())
        values = {"sites": site_lines(connection), "chart": draw(days, found), "total": overview.total(connection)}
    return desk.page(request, "overview.html", values | {"counted": COUNTED})


def site_lines(connection: Connection) -> list[SiteLine]:
    """Every site that was crawled; those with a verdict first, then by last run."""
    histories = [runs.history(connection, site, LOOKED_AT) for site in runs.sites(connection)]
    lines = [_line(history) for history in histories if history]
    return sorted(lines, key=lambda line: (not line.attention, -line.run.started_at))


def _line(history: list[SiteRun]) -> SiteLine:
    run = history[0]
    ended = next((each for each in history if each.finished_at), None)
    attention = (ended.verdict if ended else None) or ""
    return SiteLine(run, tuple(total(run.counts, name) for name in COUNTED), attention)
