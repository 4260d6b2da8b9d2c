"""The full-text index of SQLite (FTS5) as search pages need it: part of what only SQLite's own modules know."""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, column, select, table
from sqlalchemy.dialects.sqlite import TEXT

from crawler.store.terms import Term

index = table("articles_search", column("rowid"), column("rank"), column("articles_search", TEXT))


def match(terms: Sequence[Term]) -> str:
    """The terms as an FTS5 query. Every word is quoted: what people type is words, never FTS5 syntax."""
    wanted = " AND ".join(_quoted(term) for term in terms if not term.excluded)
    return " NOT ".join([f"({wanted})", *(_quoted(term) for term in terms if term.excluded)])


def _quoted(term: Term) -> str:
    words = '"' + term.words.replace('"', '""') + '"' + ("*" if term.start else "")
    return f"{term.field} : {words}" if term.field else words


def matching(terms: Sequence[Term], floor: int) -> Select[tuple[int, float]]:
    """The ids of the articles that match, from `floor` on, and how well (less is better)."""
    found = index.c.articles_search.op("MATCH")(match(terms))
    return select(index.c.rowid.label("id"), index.c.rank.label("rank")).where(found, index.c.rowid >= floor)


def floor(connection: Connection, terms: Sequence[Term], most: int) -> int:
    """The id from which on `most` articles match; 0 where no more do."""
    found = index.c.articles_search.op("MATCH")(match(terms))
    query = select(index.c.rowid).where(found).order_by(index.c.rowid.desc()).limit(1).offset(most - 1)
    return connection.execute(query).scalar() or 0
