"""`wirebrush show`: one stored article, or how it changed."""

import json
from difflib import unified_diff
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from cleaners.characters import printable
from crawler.errors import SettingsError

if TYPE_CHECKING:
    from crawler.store.records import Record

HEAD = ("title", "url", "canonical_url", "site", "authors", "published", "modified", "section", "tags", "language")
STORED = ("fetched_at", "version", "duplicate_of", "gone")


@click.command()
@click.argument("url", required=False)
@click.option("--store", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")
@click.option("--diff", is_flag=True, help="What changed from version to version.")
@click.option("--search", metavar="WORDS", help="List the articles that hold all these words.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most articles to list.")
@click.option("--json", "as_json", is_flag=True, help="Records as JSON, one a line; with --diff all versions.")
def show(url: str | None, store: str, search: str | None, limit: int, *, diff: bool, as_json: bool) -> int:
    """Show a stored article by its address, the changes to it, or what a search finds."""
    from crawler.store import open_store, records

    if (url is None) == (search is None):
        raise SettingsError("name the address of an article, or search with --search WORDS")
    opened = open_store(store, readonly=True)
    try:
        with opened.reading() as connection:
            if search is not None:
                return _list(records.search(connection, opened.dialect, search, limit), as_json=as_json)
            versions = records.history(connection, url or "")
    finally:
        opened.close()
    if not versions:
        raise SettingsError(f"{url}: no such article in {store}")
    if as_json:
        return _list(versions if diff else versions[-1:], as_json=True)
    click.echo(_changes(versions) if diff else _article(versions[-1]))
    return 0


def _list(found: "list[Record]", *, as_json: bool) -> int:
    for record in found:
        line = f"{str(record['published'] or '')[:10]:10}  {record['title'] or ''}  {record['canonical_url']}"
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else printable(line))
    return 0 if found else 1


def _article(record: "Record") -> str:
    lines = [f"{name}: {_plain(record[name])}" for name in (*HEAD, *STORED) if record[name] not in (None, [], False)]
    return "\n".join([*(printable(line) for line in lines), "", *_text(record)])


def _changes(versions: "list[Record]") -> str:
    """A unified diff from each version to the next, paragraph by paragraph."""
    lines: list[str] = []
    for old, new in pairwise(versions):
        names = [f"version {each['version']}, {each['fetched_at']}" for each in (old, new)]
        lines += unified_diff(_whole(old), _whole(new), names[0], names[1], lineterm="", n=1)
    return "\n".join(printable(line) for line in lines) or "one version: nothing changed"


def _whole(record: "Record") -> list[str]:
    return [f"title: {record['title'] or ''}", *(line for line in _text(record) if line)]


def _text(record: "Record") -> list[str]:
    return [printable(line) for line in str(record["text"]).split("\n")]


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
