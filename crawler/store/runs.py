"""Runs and their counts: the history of every site."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from crawler.store.dialects import Dialect
from crawler.store.schema import counts, run_sites, runs

RESUME_SECONDS = 24 * 3600.0
KEY = [counts.c.run_id, counts.c.site, counts.c.name]


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl. resumed: it died or was stopped before, and goes on with the counts that it had."""

    id: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class SiteRun:
    """What one run counted for one site, by name, and the verdict on the site if there is one."""

    run_id: int
    site: str
    url: str
    started_at: float
    finished_at: float | None
    counts: Mapping[str, int]
    verdict: str | None


def begin(connection: Connection, sites: Mapping[str, str], now: float) -> Run:
    """The run that works on these sites (name to address): the last one if it did not end, else a new one."""
    last = connection.execute(
        select(runs)
        .where(runs.c.finished_at.is_(None), runs.c.started_at > now - RESUME_SECONDS)
        .order_by(runs.c.id.desc()),
    )
    for row in last:
        members = connection.execute(select(run_sites.c.site).where(run_sites.c.run_id == row.id)).scalars()
        if set(members) == set(sites):
            return Run(row.id, resumed=True)
    run_id = connection.execute(insert(runs).values(started_at=now).returning(runs.c.id)).scalar_one()
    rows = [{"run_id": run_id, "site": site, "url": url} for site, url in sites.items()]
    connection.execute(insert(run_sites), rows)
    return Run(run_id, resumed=False)


def finish(connection: Connection, run_id: int, now: float) -> None:
    """The run has done all that it could."""
    connection.execute(update(runs).where(runs.c.id == run_id).values(finished_at=now))


def add(connection: Connection, dialect: Dialect, run_id: int, more: Mapping[tuple[str, str], int]) -> None:
    """Add to the counts of a run, by (site, name)."""
    rows = [
        {"run_id": run_id, "site": site, "name": name, "value": n, "more": n} for (site, name), n in more.items() if n
    ]
    if rows:
        total = {"value": counts.c.value + bindparam("more")}
        statement = dialect.upsert(counts).on_conflict_do_update(index_elements=KEY, set_=total)
        connection.execute(statement, rows)


def judge(connection: Connection, run_id: int, site: str, verdict: str | None) -> None:
    """Keep what was found to be wrong with a site in a run."""
    here = (run_sites.c.run_id == run_id) & (run_sites.c.site == site)
    connection.execute(update(run_sites).where(here).values(verdict=verdict))


def verdicts(connection: Connection, run_id: int) -> dict[str, str]:
    """What was found to be wrong with the sites of a run."""
    found = (run_sites.c.run_id == run_id) & run_sites.c.verdict.is_not(None)
    rows = connection.execute(select(run_sites.c.site, run_sites.c.verdict).where(found))
    return {row.site: row.verdict for row in rows}


def of_run(connection: Connection, run_id: int) -> dict[str, Counter[str]]:
    """The counts of a run, per site."""
    found: dict[str, Counter[str]] = {}
    for site in connection.execute(select(run_sites.c.site).where(run_sites.c.run_id == run_id)).scalars():
        found[site] = Counter()
    for row in connection.execute(select(counts).where(counts.c.run_id == run_id)):
        found.setdefault(row.site, Counter())[row.name] = row.value
    return found


def sites(connection: Connection) -> list[str]:
    """Every site that was ever crawled, in alphabetical order."""
    return list(connection.execute(select(run_sites.c.site).distinct().order_by(run_sites.c.site)).scalars())


def history(connection: Connection, site: str, limit: int = 30) -> list[SiteRun]:
    """The runs of a site, newest first."""
    query = (
        select(run_sites, runs.c.started_at, runs.c.finished_at)
        .join(runs, runs.c.id == run_sites.c.run_id)
        .where(run_sites.c.site == site)
        .order_by(run_sites.c.run_id.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    values: dict[int, dict[str, int]] = {row.run_id: {} for row in rows}
    for row in connection.execute(select(counts).where(counts.c.site == site, counts.c.run_id.in_(values))):
        values[row.run_id][row.name] = row.value
    return [
        SiteRun(row.run_id, site, row.url, row.started_at, row.finished_at, values[row.run_id], row.verdict)
        for row in rows
    ]
