"""Articles and their versions: one row an article, found by its canonical URL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, or_, select, update

from cleaners.article import Article
from crawler.store.batch import Outcome, Save, Saved
from crawler.store.dialects import Dialect, Words
from crawler.store.schema import articles, versions

RECORD = (*(field.name for field in fields(Article)), "fetched_at", "duplicate_of", "version", "gone")
"""The fields of a stored record, in their order."""


def digest(text: str) -> str:
    """128 bits that stand for a text; the space between its words does not count."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def record(row: RowMapping | Mapping[str, Any]) -> dict[str, object]:
    """The stored record in the order of its fields."""
    return {name: row[name] for name in RECORD}


def article_of(record: Mapping[str, Any]) -> Article:
    """The article in a stored record, or in one that was read back from JSON."""
    values = {field.name: record[field.name] for field in fields(Article)}
    for name in ("published", "modified"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in ("authors", "tags"):
        values[name] = tuple(values[name])
    return Article(**values)


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows that a batch can meet, by canonical URL, and who had a text first."""

    rows: dict[str, dict[str, Any]]
    first: dict[str, str]


def save(connection: Connection, dialect: Dialect, saves: Sequence[Save]) -> list[Saved]:
    """Store articles: new ones, new versions where title or text changed, else only when they were last seen."""
    known = _known(connection, saves)
    return [_save(connection, dialect, each, known) for each in saves]


def _known(connection: Connection, saves: Sequence[Save]) -> _Known:
    urls = [each.canonical_url for each in saves]
    digests = [digest(each.article.text) for each in saves]
    rows = connection.execute(select(articles).where(articles.c.canonical_url.in_(urls))).mappings()
    same = connection.execute(
        select(articles.c.text_digest, articles.c.canonical_url)
        .where(articles.c.text_digest.in_(digests), articles.c.duplicate_of.is_(None))
        .order_by(articles.c.id.desc()),
    )
    return _Known(
        {row["canonical_url"]: dict(row) for row in rows}, {row.text_digest: row.canonical_url for row in same}
    )


def _save(connection: Connection, dialect: Dialect, new: Save, known: _Known) -> Saved:
    row = _row(new, known)
    old = known.rows.get(new.canonical_url)
    outcome = _outcome(old, row)
    if old is None:
        row["id"] = connection.execute(insert(articles).values(row).returning(articles.c.id)).scalar_one()
    elif outcome == "changed":
        row |= {"id": old["id"], "version": old["version"] + 1}
        _keep_version(connection, dialect, old)
        connection.execute(update(articles).where(articles.c.id == old["id"]).values(row))
    else:
        row = old | {"last_seen": row["last_seen"], "gone": False}
        connection.execute(
            update(articles).where(articles.c.id == old["id"]).values(last_seen=row["last_seen"], gone=False)
        )
    if outcome != "unchanged":
        dialect.index(connection, [Words(row["id"], row["title"], row["text"])])
    known.rows[new.canonical_url] = row
    return Saved(outcome=outcome, record=record(row), duplicate=row["duplicate_of"] is not None)


def _outcome(old: Mapping[str, Any] | None, row: Mapping[str, Any]) -> Outcome:
    if old is None:
        return "stored"
    if old["url"] == old["canonical_url"] != row["url"]:
        return "unchanged"  # a variant (print, a later page) never replaces the page that it names as its original
    same = old["text_digest"] == row["text_digest"] and old["title"] == row["title"]
    return "unchanged" if same else "changed"


def _row(new: Save, known: _Known) -> dict[str, Any]:
    article, text_digest = new.article, digest(new.article.text)
    first = known.first.setdefault(text_digest, new.canonical_url)
    return article.as_record() | {
        "canonical_url": new.canonical_url,
        "url": new.url,
        "host": new.host,
        "fetched_at": new.fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        "duplicate_of": new.duplicate_of or (first if first != new.canonical_url else None),
        "version": 1,
        "gone": False,
        "dated": (article.published or new.fetched_at).timestamp(),
        "last_seen": new.fetched_at.timestamp(),
        "text_digest": text_digest,
    }


def _keep_version(connection: Connection, dialect: Dialect, old: Mapping[str, Any]) -> None:
    """Move the row that is about to be overwritten to the old versions."""
    dialect.unindex(connection, [Words(old["id"], old["title"], old["text"])])
    kept = {"article_id": old["id"], "version": old["version"], "record": record(old)}
    connection.execute(insert(versions).values(kept))


def mark_gone(connection: Connection, urls: Iterable[str]) -> None:
    """The site answers 404 or 410; the articles are kept."""
    urls = list(urls)
    connection.execute(update(articles).where(_at(urls)).values(gone=True))


def mark_seen(connection: Connection, urls: Iterable[str], now: float) -> None:
    """The site says that the articles are unchanged (304, or the same bytes)."""
    urls = list(urls)
    connection.execute(update(articles).where(_at(urls)).values(last_seen=now, gone=False))


def _at(urls: Sequence[str]) -> ColumnElement[bool]:
    return or_(articles.c.url.in_(urls), articles.c.canonical_url.in_(urls))
