"""`wirebrush export`: stored articles out."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypedDict, Unpack
from urllib.parse import urlsplit

import click

from crawler.errors import SettingsError

if TYPE_CHECKING:
    from crawler.store.records import Record

FORMATS = ("jsonl", "csv", "parquet", "md")


class Options(TypedDict):
    """What click reads from the command line."""

    store: str
    form: str | None
    output: str | None
    versions: bool
    site: str | None
    since: datetime | None
    as_json: bool


@click.command()
@click.option("--store", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Or by the name of the output; jsonl else.")
@click.option("-o", "--output", help="A file, or for md a folder; standard output if left out.")
@click.option("--versions", is_flag=True, help="All versions of each article, oldest first; the newest else.")
@click.option("--site", help="Only articles of this host or site name.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Only articles since (UTC).")
@click.option("--json", "as_json", is_flag=True, help="What is said on standard error as JSON.")
def export(**options: Unpack[Options]) -> int:
    """Write the stored articles, each the newest version of itself."""
    from crawler.cli.live import Live
    from crawler.store import open_store, records

    form = options["form"] or _inferred(options["output"])
    since = options["since"].replace(tzinfo=UTC).timestamp() if options["since"] else None
    wanted = records.Wanted(site=options["site"], since=since, versions=options["versions"])
    store = open_store(options["store"], readonly=True)
    try:
        with store.reading() as connection, Live("exporting") as live:
            found = live.counted(records.read(connection, wanted))
            written = _folder(options["output"], found) if form == "md" else _file(options["output"], form, found)
    finally:
        store.close()
    click.echo(json.dumps({"exported": written}) if options["as_json"] else f"{written:,} exported", err=True)
    return 0


def _inferred(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower().removeprefix(".")
    return suffix if suffix in FORMATS else "jsonl"


def _file(output: str | None, form: str, found: "Iterable[Record]") -> int:
    """Rows in one file; returns how many."""
    from cleaners.outputs import open_records
    from crawler.store.articles import RECORD

    count = 0
    with _stream(output) as stream:
        writer = open_records(stream, form, RECORD)
        for record in found:
            writer.write(record)
            count += 1
        writer.close()
    return count


@contextmanager
def _stream(output: str | None) -> Iterator[BinaryIO]:
    from crawler.remote import whole_file

    if output is None or output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(output) as stream:
        yield stream


def _folder(output: str | None, found: "Iterable[Record]") -> int:
    """A Markdown file an article, in a folder for its host; returns how many.

    Raises SettingsError where the output is no folder.
    """
    from cleaners.outputs import Names, write_text
    from cleaners.render import render
    from crawler.store.articles import article_of

    if output is None or "://" in output or Path(output).is_file():
        raise SettingsError("md is one file an article: name a folder with -o")
    names = Names(".md")
    count = 0
    for record in found:
        parts = urlsplit(str(record["canonical_url"]))
        version = "" if record["version"] == 1 else f"-v{record['version']}"
        path = Path(output, names.take(f"{parts.netloc}/{parts.path.strip('/').replace('/', '-')}{version}"))
        write_text(path, render(article_of(record), "md"))
        count += 1
    return count
