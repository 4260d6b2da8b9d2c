"""`wirebrush sites`: how crawled sites are doing, and the file that names them."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.config import SiteConfig
    from crawler.store.runs import SiteRun

RUNS = 30  # of each site that are looked at


@click.group(invoke_without_command=True)
@click.option("--store", default="sqlite:///news.db", show_default=True, help="The store of the crawls.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and site.")
@click.pass_context
def sites(ctx: click.Context, store: str, as_json: bool) -> int:
    """Show how every crawled site is doing, or look after a file of sites.

    The exit code is 1 where the last finished run of a site was called broken.
    """
    return 0 if ctx.invoked_subcommand else _show(store, as_json=as_json)


def _show(url: str, *, as_json: bool) -> int:
    from crawler.store import open_store, runs

    store = open_store(url, create=False, readonly=True)
    try:
        with store.reading() as connection:
            histories = {site: runs.history(connection, site, RUNS) for site in runs.sites(connection)}
    finally:
        store.close()
    if as_json:
        for history in histories.values():
            click.echo(json.dumps(_record(history), ensure_ascii=False))
    else:
        _print(histories)
    return int(any(_broken(history) for history in histories.values()))


def _broken(history: "list[SiteRun]") -> str:
    """What was wrong in the last run that ended."""
    return next((run.verdict or "" for run in history if run.finished_at), "")


def _record(history: "list[SiteRun]") -> dict[str, object]:
    last = history[0]
    return {
        "site": last.site,
        "url": last.url,
        "runs": len(history),
        "started_at": datetime.fromtimestamp(last.started_at, UTC).isoformat(timespec="seconds"),
        "finished": last.finished_at is not None,
        "counts": dict(last.counts),
        "verdict": _broken(history) or None,
    }


def _print(histories: "dict[str, list[SiteRun]]") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaners.characters import printable

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("site", overflow="fold")
    for name in ("runs", "last run", "found", "stored", "changed", "unchanged"):
        table.add_column(name, justify="right")
    table.add_column("verdict", overflow="fold")
    for site, history in histories.items():
        last = history[0]
        counts = [str(last.counts.get(name, 0)) for name in ("found", "stored", "changed", "unchanged")]
        verdict = f"looks broken: {_broken(history)}" if _broken(history) else "works"
        cells = (printable(site), str(len(history)), _when(last), *counts, printable(verdict))
        table.add_row(*map(Text, cells))
    Console(width=None if sys.stdout.isatty() else 160, soft_wrap=True).print(table)


def _when(run: "SiteRun") -> str:
    began = datetime.fromtimestamp(run.started_at, UTC).strftime("%Y-%m-%d %H:%M")
    return began if run.finished_at else f"{began}, not ended"


@sites.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def check(file: Path) -> int:
    """Read a file of sites and say what a crawl with it would do. Fetches nothing.

    Every mistake in the file is told, with its line; the exit code is then 2.
    """
    from crawler.config import load

    for site in load(file).sites:
        click.echo(f"{site.label}: {site.url}")
        for line in _plan(site):
            click.echo(f"  {line}")
    return 0


def _plan(site: "SiteConfig") -> Iterator[str]:
    """What a crawl of the site would do, a line each."""
    from crawler.saved import is_saved

    for name in ("feeds", "sitemaps", "sections", "urls"):
        named = getattr(site, name)
        if named:
            yield f"reads {name}: {', '.join(named)}"
    if is_saved(site.url):
        yield "reads the pages in it, without the network, and follows no link"
        return
    yield "reads the front page" if site.front else "leaves the front page out"
    if site.discover:
        yield "looks for feeds and sitemaps on the front page, in robots.txt and in the usual places"
    yield f"waits {site.delay:g} s between requests, {site.concurrency} at a time, at most {site.budget:,} in a run"
    yield f"is due every {site.interval / 3600:g} h" + (f", for at most {site.limit:,} articles" if site.limit else "")
    yield from (f"only addresses that hold {pattern}" for pattern in site.include)
    yield from (f"no addresses that hold {pattern}" for pattern in site.exclude)
    if site.since or site.until:
        yield f"only articles from {site.since or 'the beginning'} to {site.until or 'today'}"
    if site.render:
        yield "asks a browser for every page" if site.render is True else "asks a browser for pages without text"
    if not site.archive:
        yield "keeps no pages in the archive"
    yield from (f"may fetch the private address {host}" for host in site.allow_hosts)


@sites.command()
@click.argument("url")
@click.option("--file", default="sites.toml", show_default=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", default="", help="What to call the site.")
@click.option("--allow-host", "allow", multiple=True, metavar="HOST:PORT", help="A private address to be fetched.")
def add(url: str, file: Path, name: str, allow: tuple[str, ...]) -> int:
    """Look at a site, fetch a few of its articles, and write it into a file of sites.

    What stands in the file stays as it is. A site on which no article is found is not written.
    """
    from crawler.config import SiteConfig
    from crawler.config.edit import add_site, refuse_known
    from crawler.probe import probe
    from crawler.sites import from_urls

    (site,) = from_urls([url], allow_hosts=allow)
    new = SiteConfig(url=site.url, name=name, allow_hosts=allow)
    refuse_known(file, new)
    found = probe(site)
    for kind in ("feeds", "sitemaps"):
        click.echo(f"{kind}: {', '.join(getattr(found, kind)) or 'none'}")
    click.echo(f"articles: {found.found:,} found, {found.articles} fetched and cleaned")
    if found.fault:
        click.echo(f"{site.label}: not written: {found.fault}", err=True)
        return 1
    add_site(file, replace(new, feeds=found.feeds, sitemaps=found.sitemaps))
    click.echo(f"{file}: {new.label} added")
    return 0
