"""PostgreSQL: one database for many crawls, on many machines. Only the `postgresql` modules speak its own SQL."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, Row, Table, create_engine, event, func, inspect, select, text
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from crawler.errors import SettingsError, UnavailableError
from crawler.store import postgresql_bulk, postgresql_search
from crawler.store.dialects import ContendedError, Matches, Words, advised
from crawler.store.terms import Term

if TYPE_CHECKING:
    from psycopg import Connection as PsycopgConnection
    from psycopg.abc import Buffer

CONNECT_SECONDS = 20
PLANNING = {  # for reading: few rows, each found by its key, however many there are
    "cpu_operator_cost": "0.02",  # of a match: the planner forgets that a document lies apart from its row
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "max_parallel_workers_per_gather": "0",  # starting them costs more than pages do
    "random_page_cost": "1.1",
}
CONTENDED = frozenset(("40001", "40P01"))  # serialization failure, deadlock: the server let another one go first
ADVICE = (
    ("does not exist", "make it first: `createdb NAME`, or name another store"),
    ("password", "give user and password in the URL, in ~/.pgpass or in PGPASSWORD"),
    ("authentication", "give user and password in the URL, in ~/.pgpass or in PGPASSWORD"),
    ("too many", "the server allows no more connections: raise max_connections, or run fewer crawls"),
    ("no space", "the server's disk is full: make room, then run the same command again"),
    ("read-only", "the server takes no changes: name the primary server"),
    ("permission denied", "the user needs the right to make and change tables there"),
    ("already exists", "the database holds something else: name an empty one"),
    ("connect", "check that the server runs and can be reached, then run the same command again"),
)


class Postgresql:
    """One database on a server."""

    mending = "restore a backup"

    def __init__(self, url: URL) -> None:
        """Raises SettingsError where the driver is not installed."""
        self.url = url.set(drivername="postgresql+psycopg")
        self.name = self.url.set(drivername="postgresql").render_as_string(hide_password=True)
        try:
            _engine(self.url)  # connects to nothing yet
        except ImportError as error:
            raise SettingsError(f"{self.name}: needs {error.name}: pip install 'wirebrush[postgres]'") from error

    def exists(self) -> bool:
        """Whether the database holds a store."""
        with self._once() as connection:
            return inspect(connection).has_table("schema_version")

    def create(self, fill: Callable[[Connection], None]) -> None:
        """Fill the database in one transaction; of two that come at once, one does it."""
        with self._once() as connection:
            self.one_writer(connection, "schema")
            if not inspect(connection).has_table("schema_version"):
                fill(connection)

    def connect(self, *, readonly: bool) -> Engine:
        """The pool of connections; readonly: the server refuses to change anything through it."""
        engine = _engine(self.url)
        return engine.execution_options(postgresql_readonly=True) if readonly else engine

    @contextmanager
    def _once(self) -> Iterator[Connection]:
        engine = _engine(self.url)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """One line for everything that the server or the way to it complains about."""
        try:
            yield
        except IntegrityError:
            raise
        except DatabaseError as error:
            said = " ".join(str(error.orig).split())
            kind = ContendedError if getattr(error.orig, "sqlstate", None) in CONTENDED else UnavailableError
            raise kind(f"{self.name}: {advised(said, ADVICE)}") from error

    def one_writer(self, connection: Connection, what: str) -> None:
        """An advisory lock that the end of the transaction releases."""
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"wirebrush {what}"))))

    def upsert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT."""
        return insert(table)

    def load(self, connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
        """COPY."""
        postgresql_bulk.load(connection, table, rows)

    def loaded(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Set the sequences, and let the planner see what is there."""
        postgresql_bulk.loaded(connection, tables)

    def create_search(self, connection: Connection) -> None:
        """A table beside the articles, and a GIN index."""
        postgresql_search.create(connection)

    def index(self, connection: Connection, new: Sequence[Words]) -> None:
        """Add articles to the index."""
        postgresql_search.add(connection, new)

    def unindex(self, connection: Connection, old: Sequence[Words]) -> None:
        """Take articles out."""
        postgresql_search.remove(connection, [words.id for words in old])

    def search(self, connection: Connection, query: str, limit: int) -> list[int]:
        """Every word is a term of its own: a query is words, never tsquery syntax."""
        terms = postgresql_search.plain(query)
        return list(connection.execute(postgresql_search.best(terms, limit)).scalars()) if terms else []

    def matching(self, terms: Sequence[Term], most: int, *, ranked: bool) -> Matches:
        """The articles that match among those stored last that hold all words."""
        return postgresql_search.matching(terms, most, ranked=ranked)

    def problems(self, connection: Connection) -> list[str]:
        """Every table read to its end, and the full-text index against the articles."""
        found = []
        for table in inspect(connection).get_table_names():
            try:
                with connection.begin_nested():
                    connection.execute(text(f'SELECT count(row_data::text) FROM "{table}" AS row_data'))
            except OperationalError as error:
                found.append(f"{table}: {' '.join(str(error.orig).split())}")
        missing, stray = postgresql_search.differences(connection)
        found += [f"full-text index: lacks {missing:,} articles"] if missing else []
        found += [f"full-text index: holds {stray:,} articles that are not stored"] if stray else []
        return found


def _engine(url: URL) -> Engine:
    known = {"application_name": "wirebrush", "connect_timeout": str(CONNECT_SECONDS)}
    given = {name: value for name, value in known.items() if name not in url.query}
    engine = create_engine(url.update_query_dict(given), pool_pre_ping=True)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: "PsycopgConnection[Any]", _record: object) -> None:
    """Text that holds NUL is stored without it: PostgreSQL has no place for one."""
    from psycopg.types.string import StrDumper

    class WithoutNul(StrDumper):
        def dump(self, obj: str) -> "Buffer | None":
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutNul)


def _begin(connection: Connection) -> None:
    """What is only read is read as it was at one moment, by one process, and with documents that cost what they do."""
    if connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(select(*(func.set_config(name, value, True) for name, value in PLANNING.items())))  # noqa: FBT003
