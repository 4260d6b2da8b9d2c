"""Full-text search in PostgreSQL: tsvector under a GIN index, in a table beside the articles.

Words are cut and folded by `excerpts.fold` and not by the server, so that this index and that of SQLite find the same
articles, whatever dictionaries the server has.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Select,
    cast,
    column,
    delete,
    func,
    literal,
    select,
    table,
    text,
    true,
)

from crawler.store.dialects import Matches, Words
from crawler.store.excerpts import fold
from crawler.store.schema import articles
from crawler.store.terms import Term

INDEXED = 300_000  # bytes of a text: a tsvector holds 1 MiB of words and their places
WEIGHTS = {"title": "A", "text": "B", None: ""}

index = table("articles_search", column("id", BigInteger), column("document"))


def create(connection: Connection) -> None:
    """The table and its index.

    Documents lie apart from their rows, so that a walk over what matches reads 60 bytes an article.
    """
    for command in (
        "CREATE TABLE articles_search (id BIGINT PRIMARY KEY, document TSVECTOR NOT NULL)",
        "ALTER TABLE articles_search SET (toast_tuple_target = 128), ALTER COLUMN document SET STORAGE EXTERNAL",
        "CREATE INDEX articles_search_words ON articles_search USING GIN (document)",
    ):
        connection.execute(text(command))


def add(connection: Connection, new: Sequence[Words]) -> None:
    """Index articles, or index them again."""
    command = (
        "INSERT INTO articles_search (id, document) VALUES (:id, setweight(to_tsvector('simple', :title), 'A') || "
        "setweight(to_tsvector('simple', :text), 'B')) ON CONFLICT (id) DO UPDATE SET document = excluded.document"
    )
    rows = [{"id": each.id, "title": clip(fold(each.title or "")), "text": clip(fold(each.text))} for each in new]
    if rows:
        connection.execute(text(command), rows)


def clip(folded: str) -> str:
    """As much of it as can be indexed."""
    return folded if 4 * len(folded) <= INDEXED else folded.encode()[:INDEXED].decode("utf-8", "ignore")


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take articles out of the index."""
    connection.execute(delete(index).where(index.c.id.in_(ids)))


def plain(query: str) -> tuple[Term, ...]:
    """The words of a query as terms; what holds no letter or digit is left out."""
    return tuple(Term(word) for word in query.split() if fold(word))


def match(terms: Sequence[Term]) -> str:
    """The terms as text for `to_tsquery`. Every word was folded and quoted: what people type never is its syntax."""
    wanted = [_phrase(term) for term in terms if not term.excluded]
    return " & ".join([*wanted, *(f"!{_phrase(term)}" for term in terms if term.excluded)])


def _phrase(term: Term) -> str:
    weight = WEIGHTS[term.field]
    words = [f"'{word}':{weight}" if weight else f"'{word}'" for word in fold(term.words).split()]
    if term.start:
        words[-1] += "*" if weight else ":*"
    return f"({' <-> '.join(words)})"


def matching(terms: Sequence[Term], most: int, *, ranked: bool) -> Matches:
    """The articles that match among those stored last that hold all words.

    GIN knows which documents hold a word, and not where: phrases and fields are looked for in the documents.
    """
    exact, loose = match(terms), match([each for term in terms for each in _loose(term)])
    columns = (index.c.id, index.c.document) if ranked or exact != loose else (index.c.id,)
    found = select(*columns).where(_holds(index.c.document, loose)).order_by(index.c.id.desc()).limit(most)
    candidates = found.cte("candidates")
    fits = true() if exact == loose else _holds(candidates.c.document, exact)
    return Matches(candidates, fits, _rank(candidates.c.document, exact) if ranked else literal(0.0))


def _loose(term: Term) -> Iterator[Term]:
    """What every article holds that a term finds: its words, each anywhere."""
    *before, last = fold(term.words).split()
    if not term.excluded:
        yield from (Term(word) for word in before)
        yield Term(last, start=term.start)
    elif not before and term.field is None:
        yield term


def _holds(document: ColumnElement[Any], query: str) -> ColumnElement[bool]:
    return document.op("@@")(func.to_tsquery("simple", query))


def best(terms: Sequence[Term], most: int) -> Select[Any]:
    """The ids of the articles that match best."""
    query = match(terms)
    found = select(index.c.id).where(_holds(index.c.document, query))
    return found.order_by(_rank(index.c.document, query), index.c.id).limit(most)


def _rank(document: ColumnElement[Any], query: str) -> ColumnElement[float]:
    return cast(-func.ts_rank(document, func.to_tsquery("simple", query)), Double)


def differences(connection: Connection) -> tuple[int, int]:
    """How many articles the index lacks, and how many it holds that are not stored."""
    lacking = select(func.count()).select_from(articles.outerjoin(index, articles.c.id == index.c.id))
    missing = connection.execute(lacking.where(index.c.id.is_(None))).scalar() or 0
    holding = select(func.count()).select_from(index.outerjoin(articles, articles.c.id == index.c.id))
    return missing, connection.execute(holding.where(articles.c.id.is_(None))).scalar() or 0
