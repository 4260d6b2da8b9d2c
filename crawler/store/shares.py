"""A run that several crawls share: which of its sites are begun, and which are done."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Boolean, Column, Connection, Float, ForeignKey, Table, Text, select, update

from crawler.store import runs
from crawler.store.dialects import Dialect
from crawler.store.runs import Run
from crawler.store.schema import metadata

shared_sites = Table(
    "shared_sites",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("site", Text, primary_key=True),
    Column("begun", Boolean, nullable=False),
    Column("finished_at", Float, comment="null: to be crawled, or to be crawled on"),
)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    shared_sites.create(connection)


def join(connection: Connection, dialect: Dialect, sites: Mapping[str, str], now: float) -> Run:
    """The run of these sites (name to address) that others are at, or a new one."""
    dialect.one_writer(connection, "runs")  # or two that begin at once would have a run each
    run = runs.begin(connection, sites, now)
    rows = [{"run_id": run.id, "site": site, "begun": False, "finished_at": None} for site in sites]
    connection.execute(dialect.upsert(shared_sites).on_conflict_do_nothing(), rows)
    return run


def unfinished(connection: Connection, run_id: int) -> list[str]:
    """The sites that are left."""
    mine = (shared_sites.c.run_id == run_id) & shared_sites.c.finished_at.is_(None)
    return list(connection.execute(select(shared_sites.c.site).where(mine).order_by(shared_sites.c.site)).scalars())


def begin(connection: Connection, run_id: int, sites: Iterable[str]) -> set[str]:
    """Begin sites of a run; returns those that had been begun before, and go on."""
    these = (shared_sites.c.run_id == run_id) & shared_sites.c.site.in_(list(sites))
    before = connection.execute(select(shared_sites.c.site).where(these, shared_sites.c.begun)).scalars()
    found = set(before)
    connection.execute(update(shared_sites).where(these).values(begun=True))
    return found


def finish(connection: Connection, run_id: int, sites: Sequence[str], now: float) -> None:
    """These sites are done, and with the last one the run."""
    these = (shared_sites.c.run_id == run_id) & shared_sites.c.site.in_(sites)
    connection.execute(update(shared_sites).where(these).values(finished_at=now))
    if not unfinished(connection, run_id):
        runs.finish(connection, run_id, now)
