"""The durable index of near-duplicates, over all sites: which stored article a new one repeats.

Only articles that repeat none are in it, so however often a story is told, it is compared once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Row,
    Select,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from crawler.duplicates import alike, band_keys, words
from crawler.store.batch import Saved
from crawler.store.dialects import Dialect
from crawler.store.schema import articles, metadata

LEAST_EXACT = 20  # words; shorter texts that are the same are stubs: paywalls, notices, captions
COMPARED = 5  # articles that one text is compared with, those first that share most keys with it

duplicate_bands = Table(
    "duplicate_bands",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="of a band of the text's MinHash"),
    Column("article_id", ForeignKey("articles.id"), primary_key=True, index=True),
)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    duplicate_bands.create(connection)


def mark(connection: Connection, saved: Sequence[Saved]) -> list[Saved]:
    """What was just saved, each new text that repeats another marked as its duplicate.

    The first publisher's article is the original, also where it was fetched last: then those stored before become its
    duplicates.
    """
    return [_mark(connection, each) if each.outcome != "unchanged" else each for each in saved]


def _mark(connection: Connection, saved: Saved) -> Saved:
    new = connection.execute(_at(str(saved.record["canonical_url"]))).one()
    text = words(new.text)
    keys = band_keys(text)
    connection.execute(delete(duplicate_bands).where(duplicate_bands.c.article_id == new.id))
    exact = new.duplicate_of if len(text) >= LEAST_EXACT else None
    same = connection.execute(_at(exact)).first() if exact else None
    original = same or _find(connection, new.id, text, keys)
    if original is not None and _is_earlier(new, original):
        _give_way(connection, original, new.canonical_url)
        original = None
    url = original.canonical_url if original is not None else None
    if url is None and keys:
        connection.execute(insert(duplicate_bands), [{"key": key, "article_id": new.id} for key in set(keys)])
    if url == new.duplicate_of:
        return saved
    connection.execute(update(articles).where(articles.c.id == new.id).values(duplicate_of=url))
    return replace(saved, record={**saved.record, "duplicate_of": url}, duplicate=url is not None)


def _find(connection: Connection, own_id: int, text: Sequence[str], keys: Sequence[int]) -> Row[Any] | None:
    """The original that this text repeats."""
    bands = duplicate_bands
    shared = select(bands.c.article_id).where(bands.c.key.in_(keys), bands.c.article_id != own_id)
    likely = shared.group_by(bands.c.article_id).order_by(func.count().desc(), bands.c.article_id).limit(COMPARED)
    for number in connection.execute(likely).scalars().all() if keys else ():
        row = connection.execute(select(articles).where(articles.c.id == number)).one()
        if alike(text, words(row.text)):
            return row
    return None


def _at(url: str) -> Select[Any]:
    return select(articles).where(articles.c.canonical_url == url)


def _is_earlier(new: Row[Any], old: Row[Any]) -> bool:
    """Whether both say when they were published, and the new one was first."""
    if not new.published or not old.published:
        return False
    return datetime.fromisoformat(new.published) < datetime.fromisoformat(old.published)


def _give_way(connection: Connection, old: Row[Any], url: str) -> None:
    """The article that was the original, and all its duplicates, now repeat the one at `url`."""
    theirs = or_(articles.c.id == old.id, articles.c.duplicate_of == old.canonical_url)
    connection.execute(update(articles).where(theirs, articles.c.canonical_url != url).values(duplicate_of=url))
    connection.execute(delete(duplicate_bands).where(duplicate_bands.c.article_id == old.id))
