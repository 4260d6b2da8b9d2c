"""The full-text index of SQLite (FTS5) as search pages need it: part of what only SQLite's own modules know."""

from collections.abc import Sequence

from sqlalchemy import column, literal, select, table, true
from sqlalchemy.dialects.sqlite import TEXT

from crawler.store.dialects import Matches
from crawler.store.terms import Term

index = table("articles_search", column("rowid"), column("rank"), column("articles_search", TEXT))


def match(terms: Sequence[Term]) -> str:
    """The terms as an FTS5 query. Every word is quoted: what people type is words, never FTS5 syntax."""
    wanted = " AND ".join(_quoted(term) for term in terms if not term.excluded)
    return " NOT ".join([f"({wanted})", *(_quoted(term) for term in terms if term.excluded)])


def _quoted(term: Term) -> str:
    words = '"' + term.words.replace('"', '""') + '"' + ("*" if term.start else "")
    return f"{term.field} : {words}" if term.field else words


def matching(terms: Sequence[Term], most: int, *, ranked: bool) -> Matches:
    """The articles stored last that match: FTS5 walks newest first, and knows the places of words."""
    found = index.c.articles_search.op("MATCH")(match(terms))
    columns = [index.c.rowid.label("id"), *([index.c.rank] if ranked else [])]
    candidates = select(*columns).where(found).order_by(index.c.rowid.desc()).limit(most).cte("candidates")
    return Matches(candidates, true(), candidates.c.rank if ranked else literal(0.0))
