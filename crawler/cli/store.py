"""`wirebrush store`: look after a store."""

from pathlib import Path

import click

from crawler.errors import SettingsError

STORE = click.option("--store", "url", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")


@click.group()
def store() -> None:
    """Check a store, or save what can be read of a damaged one."""


@store.command()
@STORE
def check(url: str) -> int:
    """Look through the whole store for damage; changes nothing that is stored."""
    from crawler.store import open_store

    opened = open_store(url, create=False)
    try:
        with opened.writing() as connection:
            problems = opened.dialect.problems(connection)
    finally:
        opened.close()
    name = opened.dialect.name
    for problem in problems:
        click.echo(f"{name}: {problem}")
    click.echo(f"{name}: {len(problems)} problems: {opened.dialect.mending}" if problems else f"{name}: sound")
    return 1 if problems else 0


@store.command()
@STORE
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A new file for the copy.")
def recover(url: str, output: Path) -> int:
    """Copy what can be read of a damaged store into a new one; the damaged one stays as it is."""
    from crawler.store.sqlite_recover import recover as copy

    if output.exists():
        raise SettingsError(f"{output}: exists already; name a new file")
    lost = 0
    for table in copy(url, output):
        lost += table.lost
        click.echo(
            f"{table.name}: {table.copied:,} rows copied" + (f", about {table.lost:,} lost" if table.lost else "")
        )
    return 1 if lost else 0
