"""What differs between databases, in one interface; everything else in the store is plain SQLAlchemy Core."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import CTE, ColumnElement, Connection, Engine, Row, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from crawler.errors import UnavailableError
from crawler.store.terms import Term

Upsert = SqliteInsert | PostgresqlInsert


class ContendedError(UnavailableError):
    """The database let another transaction go first: the same one can be tried again."""


class Words(NamedTuple):
    """What the full-text index holds of one article."""

    id: int
    title: str | None
    text: str


class Matches(NamedTuple):
    """What a search finds, before it is asked for. rank: how well one matches, less is better.

    candidates: their `id`. fits: which of them match, where the full-text index alone cannot tell.
    """

    candidates: CTE
    fits: ColumnElement[bool]
    rank: ColumnElement[float]


class Dialect(Protocol):
    """One kind of database. name: of this one, for messages: no password in it. mending: what helps a damaged one."""

    name: str
    mending: str

    def exists(self) -> bool:
        """Whether there is a database."""
        ...

    def create(self, fill: Callable[[Connection], None]) -> None:
        """Make a database and let `fill` make its tables: it appears whole or not at all."""
        ...

    def connect(self, *, readonly: bool) -> Engine:
        """Open the database.

        Raises UnavailableError where it is damaged or, unless readonly, cannot be written.
        """
        ...

    def faults(self) -> AbstractContextManager[None]:
        """Turn what the database complains about into an UnavailableError that says what to do."""
        ...

    def one_writer(self, connection: Connection, what: str) -> None:
        """Keep other writers of the same thing waiting until the transaction ends."""
        ...

    def upsert(self, table: Table) -> Upsert:
        """An INSERT that knows ON CONFLICT."""
        ...

    def load(self, connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
        """Insert rows that hold all columns of a table, their keys too, as fast as can be."""
        ...

    def loaded(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Rows came with keys of their own: let the next ones begin behind them."""
        ...

    def create_search(self, connection: Connection) -> None:
        """Make the full-text index over title and text of `articles`."""
        ...

    def index(self, connection: Connection, new: Sequence[Words]) -> None:
        """Add articles to the full-text index."""
        ...

    def unindex(self, connection: Connection, old: Sequence[Words]) -> None:
        """Take articles out of the full-text index, with exactly the words that were put in."""
        ...

    def search(self, connection: Connection, query: str, limit: int) -> list[int]:
        """The ids of the articles that hold all words of the query, best first."""
        ...

    def matching(self, terms: Sequence[Term], most: int, *, ranked: bool) -> Matches:
        """The articles that match among the `most` candidates stored last; ranked: `rank` is wanted."""
        ...

    def problems(self, connection: Connection) -> list[str]:
        """What a full check of the database finds wrong; empty for a sound one."""
        ...


def advised(complaint: str, advice: Iterable[tuple[str, str]]) -> str:
    """A database's words, and what to do about them: the first of (a sign in those words, what to do) that fits."""
    what_to_do = next((what for sign, what in advice if sign in complaint.lower()), "")
    return f"{complaint}: {what_to_do}" if what_to_do else complaint
