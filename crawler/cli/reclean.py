"""`wirebrush reclean`: today's cleaner over the archived raw pages, without fetching anything."""

import json
import os
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from crawler.cli.archived import ArchiveFolder

if TYPE_CHECKING:
    from cleaners.profile import SiteProfile
    from crawler.archive.index import StoreIndex
    from crawler.archive.place import Place
    from crawler.store import Store
    from crawler.store.recleaned import Change

SHOWN = 20
MEANINGS = {
    "same": "as they were",
    "metadata": "with other metadata, changed in place",
    "changed": "with another title or text: a new version",
    "new": "new in the store",
    "lost": "without text now; the stored one is kept",
    "older": "left alone, the store has a later fetch",
    "variant": "left alone, the store has them from another address",
    "empty": "without an article",
    "failed": "failed",
}


class Options(TypedDict):
    """What click reads from the command line."""

    store: str
    archive: Path | str
    jobs: int | None
    dry_run: bool
    show: int
    as_json: bool


@click.command()
@click.option("--store", default="sqlite:///news.db", show_default=True, help="Where the articles are kept.")
@click.option(
    "--archive",
    type=ArchiveFolder(exists=True),
    required=True,
    metavar="DIR",
    help="The folder of WARC files that `crawl --archive` wrote.",
)
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Worker processes. Default: one a processor.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--show", type=click.IntRange(0), default=SHOWN, show_default=True, help="Changes that are named.")
@click.option("--json", "as_json", is_flag=True, help="The changes and the sums as JSON, an object a line.")
def reclean(**options: Unpack[Options]) -> int:
    """Clean archived pages again with this version of wirebrush, and store what comes out differently.

    First each site's chrome is learned from a sample of its pages, then the last capture of every page is cleaned.
    Nothing is fetched; articles that come out differently become new versions.
    """
    from crawler.archive.index import StoreIndex
    from crawler.archive.place import folder_of, place
    from crawler.archive.recover import recover
    from crawler.store import open_store

    store = open_store(options["store"])
    try:
        index, where = StoreIndex(store), place(options["archive"], options["store"])
        for recovered in recover(folder_of(where), index):
            click.echo(str(recovered), err=True)
        profiles = _learn(store, index, where, options)
        counts, words = _clean(store, index, where, profiles, options)
    finally:
        store.close()
    _report(counts, words, as_json=options["as_json"])
    return 1 if counts["failed"] else 0


def _learn(store: "Store", index: "StoreIndex", where: "Place", options: Options) -> "dict[str, SiteProfile]":
    from crawler.reclean import learn_sites
    from crawler.store import chrome_rules, profiles

    learned = learn_sites(where, index)
    click.echo(f"learned the chrome of {len(learned):,} sites", err=True)
    if not options["dry_run"]:
        with store.writing() as connection:
            profiles.save(connection, store.dialect, learned, time.time())
    with store.reading() as connection:
        return chrome_rules.apply(learned, chrome_rules.load(connection))


def _clean(
    store: "Store", index: "StoreIndex", where: "Place", profiles: "dict[str, SiteProfile]", options: Options
) -> tuple[Counter[str], Counter[str]]:
    """How many pages came out how, and the words before and after."""
    from cleaners.characters import printable
    from cleaners.pool import CleanPool
    from crawler.archive.reader import files_of
    from crawler.cli.live import Live
    from crawler.reclean import Failed, reclean

    counts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    with CleanPool(options["jobs"] or os.cpu_count() or 1, profiles=profiles) as pool, Live("cleaning") as live:
        live.expect(sum(1 for _ in index.newest(files_of(where))))
        for each in live.counted(reclean(store, where, index, pool=pool, dry_run=options["dry_run"])):
            if isinstance(each, Failed):
                counts["failed"] += 1
                click.echo(printable(f"failed: {each.name}: {each.reason}"), err=True)
                continue
            counts[each.kind] += 1
            words += Counter(before=each.before, after=each.after)
            if each.kind in ("changed", "lost", "new") and counts[each.kind] <= options["show"]:
                _say(each, as_json=options["as_json"])
    return counts, words


def _say(change: "Change", *, as_json: bool) -> None:
    from cleaners.characters import printable

    if as_json:
        click.echo(json.dumps(asdict(change), ensure_ascii=False))
    else:
        click.echo(printable(f"{change.kind}: {change.url}: {change.before:,} -> {change.after:,} words"))


def _report(counts: Counter[str], words: Counter[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"counts": counts, "words": words}))
        return
    for kind, meaning in MEANINGS.items():
        if counts[kind]:
            click.echo(f"{counts[kind]:>9,}  {meaning}")
    click.echo(f"{counts.total():>9,}  pages, {words['before']:,} -> {words['after']:,} words")
