"""`wirebrush status`: what a store's crawls have done, and what waits."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """One site: its last run, what that run counted, and how many pages wait to be fetched.

    state: "running", "done", or "stopped" for a run that did not end and goes on with the next crawl.
    """

    site: str
    state: str
    started_at: datetime
    counts: Mapping[str, int]
    waiting: int
    verdict: str | None

    def as_record(self) -> dict[str, object]:
        """JSON types; the time in ISO 8601."""
        return {
            "site": self.site,
            "state": self.state,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "counts": dict(self.counts),
            "waiting": self.waiting,
            "verdict": self.verdict,
        }


@click.command()
@click.option("--store", "url", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and site.")
def status(url: str, as_json: bool) -> None:
    """Show for each site of a store its last run, what came of it, and what waits.

    Changes nothing; may be called while a crawl is running.
    """
    from crawler.store import open_store

    store = open_store(url, readonly=True)
    try:
        with store.reading() as connection:
            sites = read_status(connection, time.time())
    finally:
        store.close()
    if as_json:
        for site in sites:
            click.echo(json.dumps(site.as_record(), ensure_ascii=False))
    else:
        _print_table(sites)


def read_status(connection: "Connection", now: float) -> list[SiteStatus]:
    """The state of every site that was ever crawled, by name."""
    from crawler.store import frontier, locks, runs

    names = runs.sites(connection)
    busy = locks.busy(connection, names, now)
    waiting = frontier.waiting(connection, names)
    last = [run for name in names for run in runs.history(connection, name, 1)]
    return [
        SiteStatus(
            site=run.site,
            state="running" if run.site in busy else "done" if run.finished_at else "stopped",
            started_at=datetime.fromtimestamp(run.started_at, UTC),
            counts=run.counts,
            waiting=waiting[run.site, "found"],
            verdict=run.verdict,
        )
        for run in last
    ]


def _print_table(sites: list[SiteStatus]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from crawler.report import total

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("site", "last run (UTC)", "state"):
        table.add_column(name, no_wrap=True)
    for name in ("stored", "changed", "empty", "failed", "waiting"):
        table.add_column(name, justify="right")
    for site in sites:
        numbers = [total(site.counts, name) for name in ("stored", "changed", "empty", "failed")]
        when = site.started_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(*map(Text, (site.site, when, site.state, *map(str, numbers), str(site.waiting))))
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    for site in sites:
        if site.verdict:
            console.print(Text(f"{site.site}: {site.verdict}"))
