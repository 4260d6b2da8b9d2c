"""Lists of articles, a page at a time: as fast in a million as in a hundred.

A page is found in an index alone, by the place where the one before it ended (keyset paging), and only the articles
shown are read. A search for words that stand in very many articles looks at those stored last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, Connection, Index, Row, Select, func, select, tuple_

from crawler.store.articles import record
from crawler.store.dialects import Dialect
from crawler.store.records import Record
from crawler.store.schema import articles
from crawler.store.terms import Term, finds

Order = Literal["newest", "oldest", "best"]
SEARCHED = 10_000  # matches that are looked at, those stored last
RANKED = 5_000  # of them where the best come first: how well a text matches takes as long to tell as whether it does
EXPORT_PAGE = 200
HIGHEST_ID = (1 << 63) - 1  # that databases hold
OPENING = 400  # characters of a text that a list shows

_c = articles.c
REPEATS = _c.duplicate_of.is_not(None)
INDEXES = (
    Index("articles_by_date", _c.dated, _c.id, _c.host, _c.language, _c.section, _c.duplicate_of),
    Index("articles_by_host", _c.host, _c.dated, _c.id, _c.language, _c.section, _c.duplicate_of),
    Index("articles_repeating", _c.duplicate_of, sqlite_where=REPEATS, postgresql_where=REPEATS),
)

FILTER_INDEXES = (
    Index("articles_by_section", _c.section, _c.dated, _c.id, _c.host, _c.language, _c.duplicate_of),
    Index("articles_by_language", _c.language, _c.dated, _c.id, _c.host, _c.section, _c.duplicate_of),
)


def create_indexes(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the indexes."""
    for index in INDEXES:
        index.create(connection, checkfirst=True)


def create_filter_indexes(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the indexes for a rare section or language, which would cost a walk over all articles."""
    for index in FILTER_INDEXES:
        index.create(connection, checkfirst=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles, in which order. since, until: seconds since 1970 of `dated`; until is not included.

    section, language: as the article says. repeats: also those that repeat another.
    """

    terms: tuple[Term, ...] = ()
    host: str | None = None
    language: str | None = None
    section: str | None = None
    since: float | None = None
    until: float | None = None
    repeats: bool = False
    order: Order = "newest"

    @property
    def searched(self) -> int:
        """How many matches are looked at."""
        return RANKED if self.order == "best" else SEARCHED


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: its last article's place in the order, and its id."""

    key: float
    id: int

    def __str__(self) -> str:
        return f"{self.key!r}_{self.id}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """What `str` wrote; None for anything else."""
        key, _, number = written.partition("_")
        try:
            cursor = cls(float(key), int(number))
        except ValueError:
            return None
        return cursor if isfinite(cursor.key) and 0 <= cursor.id <= HIGHEST_ID else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page. after: where it ended, None for the last page. bounded: more articles match than were looked at."""

    ids: tuple[int, ...]
    after: Cursor | None
    bounded: bool = False


def page(
    connection: Connection, dialect: Dialect, wanted: Filter, after: Cursor | None = None, limit: int = 50
) -> Listed:
    """The ids of the next articles."""
    if wanted.terms and not finds(wanted.terms):
        return Listed((), None)
    rows = connection.execute(query(dialect, wanted, after).limit(limit + 1)).all()
    shown = rows[:limit]
    end = Cursor(shown[-1].key, shown[-1].id) if len(rows) > limit else None
    bounded = bool(wanted.terms) and _looked(connection, dialect, wanted, rows) == wanted.searched
    return Listed(tuple(row.id for row in shown), end, bounded)


def _looked(connection: Connection, dialect: Dialect, wanted: Filter, rows: Sequence[Row[Any]]) -> int:
    """How many matches were looked at."""
    if rows:
        return int(rows[0].looked)
    found = dialect.matching(wanted.terms, wanted.searched, ranked=False).candidates
    return connection.execute(select(func.count()).select_from(found)).scalar() or 0


def query(dialect: Dialect, wanted: Filter, after: Cursor | None) -> Select[Any]:
    """Selects `id` and `key` of what comes behind `after`; of a search also how many matches were `looked` at.

    The full-text index is walked once.
    """
    key: ColumnElement[Any] = _c.dated
    conditions = list(_conditions(wanted))
    selected = select(_c.id)
    if wanted.terms:
        best = wanted.order == "best"
        found, fits, rank = dialect.matching(wanted.terms, wanted.searched, ranked=best)
        selected = selected.add_columns(select(func.count()).select_from(found).scalar_subquery().label("looked"))
        if best:
            ranked = select(found.c.id, rank.label("rank")).where(fits).subquery()
            key = ranked.c.rank
            selected = selected.join(ranked, ranked.c.id == _c.id)
        else:
            conditions.append(_c.id.in_(select(found.c.id).where(fits)))
    rising = wanted.order == "oldest" or key is not _c.dated
    if after:
        here, there = tuple_(key, _c.id), tuple_(after.key, after.id)
        conditions.append(here > there if rising else here < there)
    order = (key, _c.id) if rising else (key.desc(), _c.id.desc())
    return selected.add_columns(key.label("key")).where(*conditions).order_by(*order)


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    for column, value in ((_c.host, wanted.host), (_c.language, wanted.language), (_c.section, wanted.section)):
        if value is not None:
            yield column == value
    if wanted.since is not None:
        yield _c.dated >= wanted.since
    if wanted.until is not None:
        yield _c.dated < wanted.until
    if not wanted.repeats:
        yield _c.duplicate_of.is_(None)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of an article. repeats: how many others repeat it."""

    id: int
    canonical_url: str
    title: str | None
    host: str
    language: str | None
    section: str | None
    dated: float
    duplicate_of: str | None
    gone: bool
    version: int
    opening: str
    repeats: int = 0


def summaries(connection: Connection, ids: Sequence[int]) -> list[Summary]:
    """The articles with these ids, in their order."""
    opening = func.substr(_c.text, 1, OPENING).label("opening")
    names = [_c[name] for name in Summary.__slots__ if name in _c]
    rows = connection.execute(select(*names, opening).where(_c.id.in_(ids))).mappings().all()
    urls = [row["canonical_url"] for row in rows]
    count = select(_c.duplicate_of, func.count()).where(_c.duplicate_of.in_(urls)).group_by(_c.duplicate_of)
    repeats = {row[0]: row[1] for row in connection.execute(count)}
    found = {row["id"]: Summary(**row, repeats=repeats.get(row["canonical_url"], 0)) for row in rows}
    return [found[each] for each in ids if each in found]


def records(connection: Connection, dialect: Dialect, wanted: Filter) -> Iterator[Record]:
    """Everything that matches, whole; memory stays flat."""
    after: Cursor | None = None
    while True:
        listed = page(connection, dialect, wanted, after, EXPORT_PAGE)
        rows = connection.execute(select(articles).where(_c.id.in_(listed.ids))).mappings()
        found = {row["id"]: record(row) for row in rows}
        yield from (found[each] for each in listed.ids if each in found)
        if listed.after is None:
            return
        after = listed.after


def hosts(connection: Connection, most: int = 500) -> list[str]:
    """The hosts that articles come from, in alphabetical order; one step in an index for each."""
    found = select(func.min(_c.host).label("host")).cte("found", recursive=True)
    following = select(func.min(_c.host)).where(_c.host > found.c.host).scalar_subquery()
    found = found.union_all(select(following).where(found.c.host.is_not(None)))
    return list(connection.execute(select(found.c.host).where(found.c.host.is_not(None)).limit(most)).scalars())
