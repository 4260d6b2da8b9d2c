"""Articles and their versions: one row an article, found by its canonical URL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, insert, or_, select, update

from cleaners.article import Article
from crawler.store.batch import Outcome, Save, Saved
from crawler.store.dialects import Dialect, Words
from crawler.store.schema import articles, versions

RECORD = (*(field.name for field in fields(Article)), "fetched_at", "duplicate_of", "version", "gone")
"""The fields of a stored record, in their order."""

# What every transaction asks for; made once, since that takes longer than running it.
KNOWN = select(articles).where(articles.c.canonical_url.in_(bindparam("urls", expanding=True)))
ORIGINALS = (
    select(articles.c.text_digest, articles.c.canonical_url)
    .where(articles.c.text_digest.in_(bindparam("digests", expanding=True)), articles.c.duplicate_of.is_(None))
    .order_by(articles.c.id.desc())
)
NEW = insert(articles).returning(articles.c.id, sort_by_parameter_order=True)


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
class _Change:
    """What one article does to the store: its row as it will be, and as it was (None for a new one)."""

    outcome: Outcome
    row: dict[str, Any]
    old: dict[str, Any] | None


def save(connection: Connection, dialect: Dialect, saves: Sequence[Save]) -> list[Saved]:
    """Store articles: new ones, new versions where title or text changed, else only when they were last seen."""
    saved: list[Saved] = []
    dialect.one_writer(connection, "articles")  # or of two that come at once, neither would know the other
    for batch in _without_repeats(saves):
        changes = _changes(connection, batch)
        _insert(connection, [change.row for change in changes if change.outcome == "stored"])
        _replace(connection, dialect, [change for change in changes if change.outcome == "changed"])
        _touch(connection, [change.row for change in changes if change.outcome == "unchanged"])
        rows = [change.row for change in changes if change.outcome != "unchanged"]
        dialect.index(connection, [Words(row["id"], row["title"], row["text"]) for row in rows])
        saved += [_saved(change, each.fingerprint) for change, each in zip(changes, batch, strict=True)]
    return saved


def _without_repeats(saves: Sequence[Save]) -> Iterator[list[Save]]:
    """The articles in their order, in batches in which each stands once."""
    batch: dict[str, Save] = {}
    for each in saves:
        if each.canonical_url in batch:
            yield list(batch.values())
            batch = {}
        batch[each.canonical_url] = each
    if batch:
        yield list(batch.values())


def _changes(connection: Connection, saves: Sequence[Save]) -> list[_Change]:
    urls = [each.canonical_url for each in saves]
    known = connection.execute(KNOWN, {"urls": urls}).mappings()
    old = {row["canonical_url"]: dict(row) for row in known}
    digests = [digest(each.article.text) for each in saves]
    first = _first_with(connection, digests)
    rows = (_row(each, text_digest, first) for each, text_digest in zip(saves, digests, strict=True))
    return [_change(old.get(row["canonical_url"]), row) for row in rows]


def _first_with(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """The canonical URL of the article that had a text first, by the text's digest."""
    rows = connection.execute(ORIGINALS, {"digests": digests})
    return {row.text_digest: row.canonical_url for row in rows}


def _row(new: Save, text_digest: str, first: dict[str, str]) -> dict[str, Any]:
    article = new.article
    original = first.setdefault(text_digest, new.canonical_url)
    return article.as_record() | {
        "canonical_url": new.canonical_url,
        "url": new.url,
        "host": new.host,
        "fetched_at": new.fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        "duplicate_of": new.duplicate_of or (original if original != new.canonical_url else None),
        "version": 1,
        "gone": False,
        "dated": (article.published or new.fetched_at).timestamp(),
        "last_seen": new.fetched_at.timestamp(),
        "text_digest": text_digest,
    }


def _change(old: dict[str, Any] | None, row: dict[str, Any]) -> _Change:
    if old is None:
        return _Change("stored", row, None)
    same = old["text_digest"] == row["text_digest"] and old["title"] == row["title"]
    if row["fetched_at"] < old["fetched_at"]:
        return _Change("unchanged", old, old)  # a saved page from before
    # A variant (print, a later page) never replaces the page that it names as its original
    if same or old["url"] == old["canonical_url"] != row["url"]:
        return _Change("unchanged", old | {"last_seen": row["last_seen"], "gone": False}, old)
    return _Change("changed", row | {"id": old["id"], "version": old["version"] + 1}, old)


def _saved(change: _Change, fingerprint: Sequence[int] | None) -> Saved:
    return Saved(
        outcome=change.outcome,
        id=change.row["id"],
        record=record(change.row),
        duplicate=change.row["duplicate_of"] is not None,
        fingerprint=fingerprint,
    )


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """New rows; each gets its id."""
    if rows:
        for row, number in zip(rows, connection.execute(NEW, rows).scalars(), strict=True):
            row["id"] = number


def _replace(connection: Connection, dialect: Dialect, changes: list[_Change]) -> None:
    """Move the rows that are about to be overwritten to the old versions."""
    olds = [change.old for change in changes if change.old]
    if olds:
        dialect.unindex(connection, [Words(old["id"], old["title"], old["text"]) for old in olds])
        kept = [{"article_id": old["id"], "version": old["version"], "record": record(old)} for old in olds]
        connection.execute(insert(versions), kept)
        _update(connection, [change.row for change in changes], tuple(changes[0].row))


def _touch(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        _update(connection, rows, ("id", "last_seen", "gone"))


def _update(connection: Connection, rows: list[dict[str, Any]], names: Sequence[str]) -> None:
    """The named columns of rows that are known by their id."""
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in names if name != "id"}
    statement = update(articles).where(articles.c.id == bindparam("b_id")).values(values)
    connection.execute(statement, [{f"b_{name}": row[name] for name in names} for row in rows])


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
