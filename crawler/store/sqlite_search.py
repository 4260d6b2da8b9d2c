"""The full-text index of SQLite (FTS5) as search pages need it: part of what only SQLite's own modules know."""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, bindparam, column, select, table, text
from sqlalchemy.dialects.sqlite import TEXT

from crawler.store.dialects import Excerpt
from crawler.store.excerpts import MARKS, WORDS
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


def excerpts(connection: Connection, terms: Sequence[Term], ids: Sequence[int]) -> dict[int, Excerpt]:
    """Titles and the best places of the texts, with `MARKS` around what was found."""
    command = text(
        "SELECT rowid, highlight(articles_search, 0, :open, :close) AS title, "
        "snippet(articles_search, 1, :open, :close, '…', :words) AS text "
        "FROM articles_search WHERE articles_search MATCH :match AND rowid BETWEEN :low AND :high "
        "AND +rowid IN :ids"  # the plus: one walk over what matches, not a search for each id
    ).bindparams(bindparam("ids", expanding=True))
    values: dict[str, object] = {"open": MARKS[0], "close": MARKS[1], "words": WORDS, "match": match(terms)}
    values |= {"low": min(ids), "high": max(ids), "ids": list(ids)}
    return {row.rowid: Excerpt(row.title or "", row.text) for row in connection.execute(command, values)}
