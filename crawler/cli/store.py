"""`wirebrush store`: look after a store."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.errors import SettingsError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from crawler.store.copying import Moved

JSON = click.option("--json", "as_json", is_flag=True, help="JSON, an object a line.")
STORE = click.option("--store", "url", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")


@click.group()
def store() -> None:
    """Check a store, copy it into another, or save what can be read of a damaged one."""


@store.command()
@STORE
@JSON
def check(url: str, as_json: bool) -> int:
    """Look through the whole store for damage; changes nothing that is stored."""
    from crawler.store import open_store

    opened = open_store(url, create=False)
    try:
        with opened.writing() as connection:
            problems = opened.dialect.problems(connection)
    finally:
        opened.close()
    name = opened.dialect.name
    if as_json:
        click.echo(json.dumps({"store": name, "problems": problems}, ensure_ascii=False))
        return 1 if problems else 0
    for problem in problems:
        click.echo(f"{name}: {problem}")
    click.echo(f"{name}: {len(problems)} problems: {opened.dialect.mending}" if problems else f"{name}: sound")
    return 1 if problems else 0


@store.command("copy")
@click.argument("source", metavar="A")
@click.argument("target", metavar="B")
@JSON
def copy_store(source: str, target: str, *, as_json: bool) -> int:
    """Copy the store A into B, an empty or new store of any kind: all of it or nothing."""
    from contextlib import ExitStack, closing

    from crawler.store import open_store
    from crawler.store.copying import copy

    with ExitStack() as stack:
        old = stack.enter_context(closing(open_store(source, readonly=True)))
        new = stack.enter_context(closing(open_store(target)))
        last = {moved.table: moved for moved in _shown(copy(old, new))}
    for moved in last.values():
        record = {"table": moved.table, "rows": moved.rows}
        click.echo(json.dumps(record) if as_json else f"{moved.table}: {moved.rows:,} rows")
    click.echo(f"{old.dialect.name} -> {new.dialect.name}: every table was counted again", err=True)
    return 0


def _shown(moving: "Iterator[Moved]") -> "Iterator[Moved]":
    """With a bar on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bars: dict[str, TaskID] = {}
        for moved in moving:
            if moved.table not in bars:
                bars[moved.table] = progress.add_task(moved.table, total=moved.of)
            progress.update(bars[moved.table], completed=moved.rows)
            yield moved


@store.command()
@STORE
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A new file for the copy.")
@JSON
def recover(url: str, output: Path, as_json: bool) -> int:
    """Copy what can be read of a damaged store into a new one; the damaged one stays as it is."""
    from crawler.store.sqlite_recover import recover as copy

    if output.exists():
        raise SettingsError(f"{output}: exists already; name a new file")
    lost = 0
    for table in copy(url, output):
        lost += table.lost
        lost_rows = f", about {table.lost:,} lost" if table.lost else ""
        said = f"{table.name}: {table.copied:,} rows copied{lost_rows}"
        click.echo(json.dumps(table._asdict()) if as_json else said)
    return 1 if lost else 0
