"""Saving what can be read of a damaged SQLite store into a new one. The damaged file is only ever copied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import Table, make_url

from crawler.errors import SettingsError, UnavailableError
from crawler.store import schema, sqlite_file
from crawler.store.store import open_store

ROWS = 200  # read at once
FARTHEST = 1 << 24  # how many row numbers in a row may be unreadable before a table counts as read
LEFT_BEHIND = frozenset(("schema_version", "locks"))


class Copied(NamedTuple):
    """A table: rows that were copied, and row numbers between them that could not be read (an estimate of the loss)."""

    name: str
    copied: int
    lost: int


def recover(url: str, output: Path) -> Iterator[Copied]:
    """Copy the store at `url` into a new one at `output`, table by table, around what is damaged.

    Raises UnavailableError where not even its tables can be told, SettingsError for a store that is no file.
    """
    parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError("only a file of SQLite can be recovered: restore a database on a server from a backup")
    damaged = sqlite_file.path_of(parsed)
    open_store(f"sqlite:///{output}").close()
    with TemporaryDirectory(dir=output.parent) as folder:
        copy = _copy(damaged, Path(folder))
        _mend_header(copy, output)
        try:
            with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(output)) as new:
                yield from _copy_tables(old, new)
        except UnavailableError:
            output.unlink()
            raise


def _copy_tables(old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[Copied]:
    for table in schema.metadata.sorted_tables:
        if table.name not in LEFT_BEHIND:
            yield _copy_table(old, new, table)
    new.execute("DELETE FROM versions WHERE article_id NOT IN (SELECT id FROM articles)")
    new.execute("INSERT INTO articles_search(articles_search) VALUES ('rebuild')")
    new.commit()


def _copy(damaged: Path, folder: Path) -> Path:
    """The file and its write-ahead log: what was committed last may be there only."""
    copy = folder / "damaged"
    try:
        copyfile(damaged, copy)
        log = damaged.with_name(f"{damaged.name}-wal")
        if log.exists():
            copyfile(log, folder / "damaged-wal")
    except OSError as error:
        raise UnavailableError(f"{damaged}: {error.strerror}") from error
    return copy


def _mend_header(copy: Path, new: Path) -> None:
    """SQLite reads around missing pages, but not without a header, nor in a file shorter than its header says.

    A lost header is replaced by that of a new store: their pages are of one size.
    """
    with copy.open("r+b") as file, new.open("rb") as sound:
        if file.read(len(sqlite_file.MAGIC)) != sqlite_file.MAGIC:
            header = bytearray(sound.read(100))
            header[28:32] = (copy.stat().st_size // sqlite_file.page_size(header)).to_bytes(4)
            file.seek(0)
            file.write(header)
        file.seek(0)
        header = bytearray(file.read(100))
        file.truncate(max(copy.stat().st_size, sqlite_file.size(header)))


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: Table) -> Copied:
    name = table.name
    try:
        there = {row[1] for row in old.execute(f'PRAGMA table_info("{name}")')}
    except sqlite3.DatabaseError as error:
        raise UnavailableError(f"nothing can be read of it: {error}: restore a copy of yours") from error
    columns = [column.name for column in table.columns if column.name in there]
    copied = lost = last = 0
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    for rows, end in _readable(old, f'SELECT rowid, {names} FROM "{name}"') if columns else ():
        lost += rows[0][0] - last - 1 if end else 0
        last = rows[-1][0]
        cursor = new.executemany(
            f'INSERT OR IGNORE INTO "{name}" ({names}) VALUES ({marks})', [row[1:] for row in rows]
        )
        copied += cursor.rowcount
    new.commit()
    return Copied(name, copied, lost)


def _readable(old: sqlite3.Connection, query: str) -> Iterator[tuple[list[tuple[Any, ...]], bool]]:
    """Rows in the order of their numbers, some at a time; and whether something unreadable lay before them."""
    last, step, size, damaged = 0, 0, ROWS, False
    while step <= FARTHEST:
        rows = _read(old, query, last + step, size)
        if rows is None and size > 1:
            size = 1  # come up close to the damage, row by row, then leap over it
            continue
        if rows is None:
            step, damaged = 2 * step + 1, True
            continue
        if not rows:
            return
        yield rows, damaged
        last, step, size, damaged = rows[-1][0], 0, min(2 * size, ROWS), False


def _read(old: sqlite3.Connection, query: str, after: int, size: int) -> list[tuple[Any, ...]] | None:
    """Rows behind a number; None where they cannot be read, or a damaged index page leads back to earlier ones."""
    try:
        rows = old.execute(f"{query} WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, size)).fetchall()
    except sqlite3.DatabaseError:
        return None
    return rows if all(row[0] > after for row in rows) else None
