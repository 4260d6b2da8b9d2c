"""`wirebrush clean`: saved pages in, clean text out."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from crawler.cli.address import Address

if TYPE_CHECKING:
    from cleaners import SiteProfile
    from cleaners.inputs import Refused, Source
    from cleaners.pool import CleanPool
    from crawler.cli.sinks import Sink
    from crawler.cli.tally import Tally

FORMATS = ("txt", "md", "html", "xml", "json", "jsonl", "csv", "parquet")


class Settings(TypedDict):
    """The options, as click hands them over."""

    output: str | None
    form: str | None
    jobs: int | None
    force: bool
    url: str | None
    timeout: float
    memory: int
    profiles: Path | None
    learn: bool
    explain: Path | None
    as_json: bool
    engine: str | None
    address: str | None


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", metavar="FILE|DIR", help="Write here instead of standard output.")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="Default: what -o ends in, else txt.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Worker processes. Default: one a processor.")
@click.option("--force", is_flag=True, help="Make outputs anew that an earlier run has made.")
@click.option("--url", type=Address(), metavar="URL", help="Address of the page, where the file does not say.")
@click.option("--timeout", type=click.FloatRange(1), default=8, show_default=True, help="Seconds a page may take.")
@click.option("--memory", type=click.IntRange(100), default=1500, show_default=True, help="Megabytes a page may take.")
@click.option(
    "--profiles",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Folder of profiles that `learn` has written.",
)
@click.option("--learn/--no-learn", default=True, help="Learn first what pages of one site share. Default: yes.")
@click.option(
    "--explain",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="REPORT.html",
    help="Write a page to look at, too: what was removed, by which step, and why.",
)
@click.option("--json", "as_json", is_flag=True, help="What is said on standard error as JSON, an object a line.")
@click.option("--engine", type=click.Choice(["ray"]), help="Clean on a Ray cluster, into shards: -o is their folder.")
@click.option("--address", help="Of the Ray cluster; without one it is this machine alone.")
def clean(paths: tuple[str, ...], **settings: Unpack[Settings]) -> int:
    """Clean saved pages: files, folders, patterns, zip, WARC and WACZ archives, or - for standard input.

    The kind of a file is told by its content: HTML, XHTML, MHTML or flattened text, each also gzipped. Text goes to
    standard output; with -o FILE everything goes into one file, with -o DIR each page into a file of its own, and a
    second run does only what is missing or older than its input.

    Pages that say where they were saved from, and those flattened to text, are read twice: what the pages of one site
    share is learned first. Flattened pages are taken for those of one site.
    """
    if settings["engine"]:
        from crawler.cli.clean_on_ray import clean_on_ray

        return clean_on_ray(paths, settings)
    from crawler.cli.sinks import open_sink
    from crawler.cli.tally import Tally

    with (
        Tally(as_json=settings["as_json"]) as tally,
        open_sink(settings["output"], settings["form"], force=settings["force"]) as sink,
    ):
        _clean_into(sink, tally, paths, settings)
    return tally.exit_code


def _clean_into(sink: "Sink", tally: "Tally", paths: tuple[str, ...], settings: Settings) -> None:
    from cleaners.inputs import Refused
    from cleaners.pool import CleanPool
    from cleaners.worker import Report
    from crawler.cli.explaining import open_explainer
    from crawler.remote import read_inputs

    open_pool = partial(
        CleanPool,
        settings["jobs"] or _processors(paths),
        seconds=settings["timeout"],
        memory_mb=settings["memory"],
    )
    profiles = _profiles(paths, settings, open_pool, tally)
    report = Report(form=sink.form, judged=settings["explain"] is not None)
    sources = _wanted(read_inputs(paths, stdin=sys.stdin.buffer), sink, tally, settings["url"])
    with open_pool(profiles=profiles, report=report) as pool, open_explainer(settings["explain"]) as explainer:
        for outcome in pool.clean_all(sources):
            tally.add(outcome)
            if not isinstance(outcome, Refused):
                sink.add(outcome)
                explainer.add(outcome)


def _profiles(
    paths: tuple[str, ...], settings: Settings, open_pool: "partial[CleanPool]", tally: "Tally"
) -> "Mapping[str, SiteProfile]":
    """The ones given, or what the pages themselves teach."""
    from crawler.cli.profiles import load_profiles
    from crawler.first_pass import learn_sites

    if settings["profiles"] or not settings["learn"]:
        return load_profiles(settings["profiles"])
    profiles, inputs = learn_sites(paths, lambda report: open_pool(report=report))
    if inputs:
        tally.live.expect(inputs)
    return profiles


def _wanted(
    sources: "Iterable[Source | Refused]", sink: "Sink", tally: "Tally", url: str | None
) -> "Iterator[Source | Refused]":
    """Without what an earlier run has done; with the address given for pages that have none."""
    from cleaners.inputs import Refused

    for source in sources:
        if isinstance(source, Refused):
            yield source
        elif sink.wants(source):
            yield replace(source, url=source.url or url)
        else:
            tally.done_before()


def _processors(paths: tuple[str, ...]) -> int:
    """As many as this process may use, but one for a single page."""
    if len(paths) == 1 and (paths[0] == "-" or Path(paths[0]).suffix.lower() in {".html", ".htm", ".txt"}):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
