"""Reading articles back: for export, show and search."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, or_, select

from crawler.store.articles import record
from crawler.store.dialects import Dialect
from crawler.store.schema import articles
from crawler.store.schema import versions as old_versions

Record = dict[str, object]
PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles. site: its host, or what its pages call it. since: seconds since 1970, published or else fetched.

    versions: all versions, oldest first, instead of the newest.
    """

    site: str | None = None
    since: float | None = None
    versions: bool = False


def read(connection: Connection, wanted: Wanted) -> Iterator[Record]:
    """The records in the order in which they were first stored; memory stays flat however many there are."""
    last = 0
    while rows := connection.execute(_query(wanted, last)).mappings().all():
        for row in rows:
            if wanted.versions:
                yield from older(connection, row["id"])
            yield record(row)
        last = rows[-1]["id"]


def _query(wanted: Wanted, after: int) -> Select[tuple[object, ...]]:
    query = select(articles).where(articles.c.id > after).order_by(articles.c.id).limit(PAGE)
    if wanted.site is not None:
        query = query.where(or_(articles.c.host == wanted.site, articles.c.site == wanted.site))
    if wanted.since is not None:
        query = query.where(articles.c.dated >= wanted.since)
    return query


def older(connection: Connection, article_id: int) -> Iterator[Record]:
    """The versions that newer ones replaced, oldest first."""
    mine = old_versions.c.article_id == article_id
    query = select(old_versions.c.record).where(mine).order_by(old_versions.c.version)
    yield from connection.execute(query).scalars()


def history(connection: Connection, url: str) -> list[Record]:
    """All versions of the article with this (canonical) URL, oldest first; empty where it is not stored."""
    query = select(articles).where(or_(articles.c.canonical_url == url, articles.c.url == url)).limit(1)
    row = connection.execute(query).mappings().first()
    return [] if row is None else [*older(connection, row["id"]), record(row)]


def versions(connection: Connection, article_id: int) -> list[Record]:
    """All versions of the article with this number, oldest first; empty where there is none."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().first()
    return [] if row is None else [*older(connection, article_id), record(row)]


def repeats(connection: Connection, url: str, duplicate_of: str | None, limit: int = 50) -> list[RowMapping]:
    """The article that this one repeats, and the others that repeat it or this one: id, canonical_url, title, host."""
    original = duplicate_of or url
    same = or_(articles.c.canonical_url == original, articles.c.duplicate_of == original)
    columns = (articles.c.id, articles.c.canonical_url, articles.c.title, articles.c.host, articles.c.duplicate_of)
    query = select(*columns).where(same, articles.c.canonical_url != url).order_by(articles.c.id).limit(limit)
    return list(connection.execute(query).mappings())


def search(connection: Connection, dialect: Dialect, words: str, limit: int = 20) -> list[Record]:
    """The articles that hold all words in title or text, best first."""
    ids = dialect.search(connection, words, limit)
    rows = connection.execute(select(articles).where(articles.c.id.in_(ids))).mappings()
    found = {row["id"]: record(row) for row in rows}
    return [found[each] for each in ids if each in found]
