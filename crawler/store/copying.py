"""Moving a store into another one, whatever kinds of database they are: all of it, or nothing."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, select

from crawler.errors import SettingsError, UnavailableError
from crawler.store import schema
from crawler.store.dialects import Words
from crawler.store.store import Store

ROWS = 1000  # moved at once
LEFT_BEHIND = frozenset(("schema_version", "locks"))


class Moved(NamedTuple):
    """How far a table is: rows that were copied, of how many."""

    table: str
    rows: int
    of: int


def copy(source: Store, target: Store) -> Iterator[Moved]:
    """Copy everything but locks into a store that is still empty, as the source was at one moment.

    It is one transaction: a copy that is stopped leaves the target empty. Every table is counted again at its end.

    Raises SettingsError for a target that holds something, UnavailableError where a count differs or a store fails.
    """
    with source.reading() as old, target.writing() as new:
        target.dialect.one_writer(new, "articles")
        tables = [table for table in schema.metadata.sorted_tables if table.name not in LEFT_BEHIND]
        for table in tables:
            if _count(new, table):
                raise SettingsError(f"{target.dialect.name}: it holds {table.name} already: name an empty store")
        for table in tables:
            yield from _copy(old, new, table, target)
        target.dialect.loaded(new, tables)


def _copy(old: Connection, new: Connection, table: Table, target: Store) -> Iterator[Moved]:
    of, rows = _count(old, table), 0
    ordered = select(table).order_by(*table.primary_key)
    with old.execute(ordered, execution_options={"yield_per": ROWS}) as found:
        for part in found.partitions():
            target.dialect.load(new, table, part)
            if table is schema.articles:
                target.dialect.index(new, [Words(row.id, row.title, row.text) for row in part])
            rows += len(part)
            yield Moved(table.name, rows, of)
    there = _count(new, table)
    if there != of:
        raise UnavailableError(f"{table.name}: {there:,} rows arrived of {of:,}: nothing was copied")


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar() or 0
