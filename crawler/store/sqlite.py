"""SQLite: one file, write-ahead log, FTS5. Only this module and `sqlite_search` speak SQLite's own SQL."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, Row, Table, create_engine, event, text
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from crawler.errors import UnavailableError
from crawler.store import sqlite_file, sqlite_search
from crawler.store.dialects import Matches, Words, advised
from crawler.store.terms import Term

PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "cache_size = -16000", "temp_store = MEMORY")
BUSY_SECONDS = 20
ADVICE = (
    ("locked", "another program is writing to it: wait for it to end, or name another store"),
    ("readonly", "it is read-only: make file and folder writable, or name another store"),
    ("full", "the disk is full: make room, then run the same command again"),
    ("disk i/o", "the disk fails or is full: check it, then run the same command again"),
    ("unable to open", "check that its folder exists and can be written"),
    ("malformed", sqlite_file.DAMAGED),
    ("not a database", sqlite_file.DAMAGED),
)


class Sqlite:
    """One SQLite file."""

    mending = "`wirebrush store recover` saves what can be read"

    def __init__(self, url: URL) -> None:
        self.url = url
        self.path = sqlite_file.path_of(url)
        self.name = str(self.path)

    def exists(self) -> bool:
        """Whether the file is there, whatever is in it."""
        return self.path.exists()

    def create(self, fill: Callable[[Connection], None]) -> None:
        """Fill a file beside it, then give that its name: a kill in between leaves no half-made store."""
        with sqlite_file.new_file(self.path) as unnamed:
            with closing(sqlite3.connect(unnamed)) as plain:
                plain.execute("PRAGMA journal_mode = WAL")  # kept in the file; within a transaction it would do nothing
            engine = _engine(self.url.set(database=str(unnamed)))
            with engine.begin() as connection:
                fill(connection)
            engine.dispose()

    def connect(self, *, readonly: bool) -> Engine:
        """Open the file if it looks sound."""
        sqlite_file.check(self.path, writable=not readonly)
        return _engine(self.url)

    @contextmanager
    def faults(self) -> Iterator[None]:
        """One line for everything that SQLite complains about."""
        try:
            yield
        except IntegrityError:
            raise
        except DatabaseError as error:
            raise UnavailableError(f"{self.path}: {advised(str(error.orig), ADVICE)}") from error

    def one_writer(self, connection: Connection, what: str) -> None:
        """Nothing to do: a transaction that writes has the whole file (see `_begin`)."""

    def upsert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT."""
        return insert(table)

    def load(self, connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
        """Insert rows with their keys."""
        names = [column.name for column in table.columns]
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])

    def loaded(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Nothing to do: SQLite looks for the highest key each time."""

    def create_search(self, connection: Connection) -> None:
        """FTS5 with external content: the words are not kept twice."""
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE articles_search USING fts5(title, text, content='articles', content_rowid='id', "
                "tokenize='unicode61 remove_diacritics 2')",
            ),
        )

    def index(self, connection: Connection, new: Sequence[Words]) -> None:
        """Add articles to the index."""
        if new:
            command = text("INSERT INTO articles_search(rowid, title, text) VALUES (:id, :title, :text)")
            connection.execute(command, [words._asdict() for words in new])

    def unindex(self, connection: Connection, old: Sequence[Words]) -> None:
        """Take articles out; with external content FTS5 must be told the old words."""
        if old:
            command = (
                "INSERT INTO articles_search(articles_search, rowid, title, text) VALUES ('delete', :id, :title, :text)"
            )
            connection.execute(text(command), [words._asdict() for words in old])

    def search(self, connection: Connection, query: str, limit: int) -> list[int]:
        """Every word is quoted: a query is words, never FTS5 syntax."""
        words = " ".join('"' + word.replace('"', '""') + '"' for word in query.split())
        if not words:
            return []
        command = text(
            "SELECT rowid FROM articles_search WHERE articles_search MATCH :words ORDER BY rank LIMIT :limit"
        )
        return list(connection.execute(command, {"words": words, "limit": limit}).scalars())

    def matching(self, terms: Sequence[Term], most: int, *, ranked: bool) -> Matches:
        """The articles stored last that match."""
        return sqlite_search.matching(terms, most, ranked=ranked)

    def problems(self, connection: Connection) -> list[str]:
        """SQLite's own integrity check, the foreign keys, and the index against the articles."""
        found = [line for line in connection.execute(text("PRAGMA integrity_check(20)")).scalars() if line != "ok"]
        found += [f"row without its parent in {row[0]}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
        try:
            connection.execute(text("INSERT INTO articles_search(articles_search, rank) VALUES ('integrity-check', 1)"))
        except DatabaseError as error:
            found.append(f"full-text index: {error.orig}")
        return found


def _engine(url: URL) -> Engine:
    engine = create_engine(url if "timeout" in url.query else url.update_query_dict({"timeout": str(BUSY_SECONDS)}))
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin in _begin, not where Python's driver guesses
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A transaction that will write says so at once: one that reads first could not be upgraded under load."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
