"""`wirebrush crawl`: news sites in, a store of clean articles out."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from crawler.cli.archived import to_archive
from crawler.cli.engine import require_ray
from crawler.errors import SettingsError

if TYPE_CHECKING:
    from crawler.config import SiteConfig
    from crawler.process import Plan, Result


DAY = click.DateTime(["%Y-%m-%d"])


class Options(TypedDict):
    """What click reads from the command line."""

    urls: tuple[str, ...]
    sites_file: Path | None
    lists: tuple[Path, ...]
    store: str
    archive: Path | str | None
    limit: int | None
    jobs: int
    delay: float | None
    allow: tuple[str, ...]
    contact: str
    since: datetime | None
    until: datetime | None
    wait: bool
    at_once: int | None
    engine: str | None
    address: str | None
    log: str | None
    overrides: tuple[str, ...]
    as_json: bool


@click.command()
@click.argument("urls", nargs=-1, metavar="[URL|PATH]...")
@click.option("--sites", "sites_file", type=click.Path(path_type=Path), help="A file of sites (TOML).")
@click.option(
    "--urls",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A file of article addresses, one a line; nothing else is fetched of their sites.",
)
@click.option("--store", default="sqlite:///news.db", show_default=True, help="Where articles and frontier are kept.")
@to_archive
@click.option("--limit", type=click.IntRange(1), help="Most articles to store in this run.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="Processes that clean pages; 0: one a processor.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between two requests to one origin.")
@click.option(
    "--allow-host", "allow", multiple=True, metavar="HOST:PORT", help="A private address that may be fetched."
)
@click.option("--contact", default="", help="Your address, for those who wonder about the requests.")
@click.option("--since", type=DAY, help="Leave out articles published or changed before this day.")
@click.option("--until", type=DAY, help="Leave out articles published after this day.")
@click.option("--wait", is_flag=True, help="Wait for other crawls of these sites, instead of leaving them out.")
@click.option(
    "--at-once",
    type=click.IntRange(1),
    help="Hosts at a time, each in a process of its own; others with the same command and store take the rest.",
)
@click.option("--engine", type=click.Choice(["ray"]), help="Hand the hosts out to the nodes of a Ray cluster.")
@click.option("--address", help="Of the Ray cluster; without one it is this machine alone.")
@click.option("--log", type=click.Path(dir_okay=False), help="A file for Scrapy's log.")
@click.option("--set", "-s", "overrides", multiple=True, metavar="NAME=VALUE", help="Any Scrapy setting.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and site, in place of the table.")
def crawl(**options: Unpack[Options]) -> int:
    """Crawl news sites from their addresses into a store of clean articles.

    A path (/…, ./…) is a site of saved pages: a file, a folder or an archive, read without the network.

    The same command goes on where it was stopped, and later fetches only what is new or changed.
    """
    from crawler.process import Plan

    plan = Plan(
        sites=_sites(options),
        store=options["store"],
        limit=options["limit"],
        jobs=options["jobs"],
        archive=options["archive"],
        wait=options["wait"],
        settings=_settings(options),
    )
    result = _run(plan, options)
    return _report_json(result) if options["as_json"] else _report(result)


def _run(plan: "Plan", options: Options) -> "Result":
    """Here, or shared with others."""
    from crawler.process import run

    if options["engine"] is None and options["at_once"] is None:
        return run(plan)
    if plan.limit:
        raise SettingsError("--limit is for a crawl that nobody shares: give the sites a limit in their file")
    quiet = {**plan.settings, "WIREBRUSH_PROGRESS": False}
    plan = replace(plan, jobs=plan.jobs or 1, wait=True, settings=quiet)
    if options["engine"]:
        return _on_ray(plan, options)
    from crawler.engines.shared import Shared
    from crawler.engines.task import Task

    return Shared(plan, options["at_once"] or 1, Task.start).run()


def _on_ray(plan: "Plan", options: Options) -> "Result":
    """Shared by the nodes of a cluster, or by the processes of one that this machine is alone."""
    from crawler.engines.shared import Shared

    if options["address"] and not plan.store.startswith("postgres"):
        raise SettingsError("the nodes of a cluster need a store on a server: --store postgresql://user@host/database")
    require_ray()
    from crawler.engines import cluster

    with cluster.joined(options["address"]):
        at_once = options["at_once"] or cluster.CRAWLS * cluster.processors()
        return Shared(plan, at_once, cluster.ClusterTask.start).run()


def _sites(options: Options) -> "dict[str, SiteConfig]":
    """Those of the file, and those named by address."""
    from crawler.config import load
    from crawler.sites import by_name, from_lists, from_urls

    named = from_urls(options["urls"], delay=options["delay"], allow_hosts=options["allow"])
    listed = from_lists(options["lists"], delay=options["delay"], allow_hosts=options["allow"])
    filed = load(options["sites_file"]).sites if options["sites_file"] else ()
    return by_name(_with_options(site, options) for site in (*filed, *named, *listed))


def _with_options(site: "SiteConfig", options: Options) -> "SiteConfig":
    """What is said on the command line holds for every site."""
    allowed = tuple(dict.fromkeys((*site.allow_hosts, *options["allow"])))
    since, until = (day.date() if day else None for day in (options["since"], options["until"]))
    if since and until and since > until:
        raise SettingsError(f"--since {since} lies after --until {until}")
    return replace(
        site,
        allow_hosts=allowed,
        contact=options["contact"] or site.contact,
        since=since or site.since,
        until=until or site.until,
    )


def _settings(options: Options) -> dict[str, object]:
    """Scrapy settings: quiet but for a log file, a live display on a terminal, and what was set by hand."""
    found: dict[str, object] = {"LOG_ENABLED": bool(options["log"]), "LOG_FILE": options["log"]}
    found["WIREBRUSH_PROGRESS"] = sys.stderr.isatty()
    for override in options["overrides"]:
        name, equals, value = override.partition("=")
        if not equals:
            raise SettingsError(f"--set {override}: write NAME=VALUE")
        found[name] = value
    return found


def _report(result: "Result") -> int:
    """Print what came of it; returns the exit code."""
    from rich.console import Console

    from cleaners.characters import printable
    from crawler.report import exit_code, reasons, table, verdicts

    console = Console(width=None if sys.stdout.isatty() else 120, soft_wrap=True)
    console.print(table(result.counts))
    for line in reasons(result.counts):
        console.print(line, markup=False, highlight=False)
    for line in verdicts(result):
        click.echo(printable(line), err=True)
    return exit_code(result)


def _report_json(result: "Result") -> int:
    """The same for programs."""
    import json

    from crawler.report import as_records, exit_code

    for record in as_records(result):
        click.echo(json.dumps(record, ensure_ascii=False))
    for line in filter(None, result.waiting.values()):
        click.echo(line, err=True)
    return exit_code(result)
