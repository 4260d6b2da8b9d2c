"""The store: one database behind one door."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from crawler.errors import SettingsError, UnavailableError
from crawler.store import migrations
from crawler.store.dialects import Dialect
from crawler.store.postgresql import Postgresql
from crawler.store.sqlite import Sqlite

DEFAULT_URL = "sqlite:///news.db"
EXAMPLES = "sqlite:///news.db or postgresql://user@host/database"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Every piece of work is a transaction: `with store.writing() as connection: ...`."""

    url: str
    dialect: Dialect
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; nothing may be written through it.

        Raises UnavailableError where the database is locked, damaged or out of reach.
        """
        with self.dialect.faults(), self.engine.connect().execution_options(reads=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end or not at all.

        Raises UnavailableError where the database is locked, damaged, full or read-only.
        """
        with self.dialect.faults(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_store(url: str = DEFAULT_URL, *, create: bool = True, readonly: bool = False) -> Store:
    """Open the store at a database URL (or a file name, which means SQLite), with today's schema.

    create: make it where there is none. readonly: change nothing, not even the schema.

    Raises SettingsError for a URL that names no database, UnavailableError for one that cannot be used: missing,
    locked, damaged, something else, or written by a newer wirebrush. A damaged database is never written to.
    """
    dialect = _dialect(url)
    with dialect.faults():
        if not dialect.exists():
            if readonly or not create:
                raise UnavailableError(f"{dialect.name}: no such store")
            dialect.create(lambda connection: migrations.create(connection, dialect))
        store = Store(url, dialect, dialect.connect(readonly=readonly))
        with ExitStack() as undo:
            undo.callback(store.close)
            _bring_up_to_date(store, readonly=readonly)
            undo.pop_all()
    return store


def _bring_up_to_date(store: Store, *, readonly: bool) -> None:
    with store.reading() as connection:
        taken = migrations.version(connection)
    if taken < len(migrations.STEPS) and not readonly:
        with store.writing() as connection:
            store.dialect.one_writer(connection, "schema")
            migrations.upgrade(connection, store.dialect)


def _dialect(url: str) -> Dialect:
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    except (ArgumentError, ValueError) as error:  # the latter for a port that is no number
        raise SettingsError(f"{url.rpartition('@')[2]}: no database URL: write {EXAMPLES}") from error
    kind = parsed.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return Postgresql(parsed)
    if kind != "sqlite":
        raise SettingsError(f"{kind}: no such kind of store: write {EXAMPLES}")
    return Sqlite(parsed)
