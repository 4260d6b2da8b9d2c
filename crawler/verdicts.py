"""The verdict on every site of a run, kept with its counts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile

from crawler.health import Counts, verdict
from crawler.store import Store, runs
from crawler.store.runs import SiteRun

RUNS = 100  # how far back a site's history is looked at


def judge(store: Store, run_id: int, counts: Mapping[str, Counts]) -> dict[str, str]:
    """The sites that look broken after a run, each with the reason. counts: of the run, by site.

    Runs that were called broken, or never ended, are no measure for later ones.
    """
    broken: dict[str, str] = {}
    with store.writing() as connection:
        for site, counted in counts.items():
            earlier = runs.history(connection, site, RUNS)
            good = [run.counts for run in earlier if run.run_id != run_id and run.finished_at and not run.verdict]
            found = verdict(good, counted)
            reason = found.reason + _since([run for run in earlier if run.run_id != run_id]) if found.broken else ""
            runs.judge(connection, run_id, site, reason or None)
            if reason:
                broken[site] = reason
    return broken


def _since(earlier: Sequence[SiteRun]) -> str:
    """Since which run a site has been broken, where it was so before; "" for the first time. earlier: newest first."""
    series = list(takewhile(lambda run: run.verdict, (run for run in earlier if run.finished_at)))
    if not series:
        return ""
    first = series[-1]
    return f"; since run {first.run_id} on {datetime.fromtimestamp(first.started_at, UTC):%Y-%m-%d}"
