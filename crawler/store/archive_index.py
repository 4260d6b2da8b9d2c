"""Where each archived record lies: the index of the WARC files."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
)

from crawler.archive.entry import Entry
from crawler.store.dialects import Dialect
from crawler.store.schema import Large, metadata

PAGE = 500

archive_records = Table(
    "archive_records",
    metadata,
    Column("id", Large, primary_key=True),
    Column("url", Text, nullable=False),
    Column("fetched_at", Float, nullable=False),
    Column("kind", String(8), nullable=False, comment="response, revisit or resource"),
    Column("digest", Text, nullable=False, comment="of the payload"),
    Column("file", Text, nullable=False),
    Column("offset", Large, nullable=False, comment="of the gzip member"),
    Column("length", Large, nullable=False),
    UniqueConstraint("file", "offset"),
    Index("archive_records_digest", "digest", "id"),
    Index("archive_records_url", "url", "fetched_at", "id"),
)

ORIGINAL = (  # asked for every page; made once, since that takes longer than running it
    select(archive_records)
    .where(archive_records.c.digest == bindparam("digest"), archive_records.c.kind == "response")
    .order_by(archive_records.c.id)
    .limit(1)
)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    archive_records.create(connection)


def add(connection: Connection, dialect: Dialect, entries: Sequence[Entry]) -> None:
    """Remember records; one that is known already stays."""
    rows = [{name: getattr(entry, name) for name in Entry.__slots__} for entry in entries]
    for row in rows:
        row["fetched_at"] = row["fetched_at"].timestamp()
    if rows:
        connection.execute(dialect.upsert(archive_records).on_conflict_do_nothing(), rows)


def original(connection: Connection, digest: str) -> Entry | None:
    """The first record that holds this payload itself."""
    row = connection.execute(ORIGINAL, {"digest": digest}).first()
    return _entry(row) if row else None


def last(connection: Connection, url: str) -> Entry | None:
    """The last capture of one URL."""
    table = archive_records
    query = select(table).where(table.c.url == url).order_by(table.c.fetched_at.desc(), table.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return _entry(row) if row else None


def newest(connection: Connection, files: Collection[str]) -> Iterator[Entry]:
    """The last capture of each URL in these files, in the order in which they were written."""
    table, later = archive_records, archive_records.alias()
    newer = (later.c.fetched_at > table.c.fetched_at) | (
        (later.c.fetched_at == table.c.fetched_at) & (later.c.id > table.c.id)
    )
    superseded = select(1).where(later.c.url == table.c.url, later.c.file.in_(files), newer).exists()
    query = select(table).where(table.c.file.in_(files), ~superseded).order_by(table.c.id).limit(PAGE)
    last = 0
    while rows := connection.execute(query.where(table.c.id > last)).all():
        yield from map(_entry, rows)
        last = rows[-1].id


def end(connection: Connection, file: str, size: int) -> int:
    """Where the last known record ends that lies within the first `size` bytes of a file."""
    table = archive_records
    within = (table.c.file == file) & (table.c.offset + table.c.length <= size)
    return connection.execute(select(func.max(table.c.offset + table.c.length)).where(within)).scalar() or 0


def forget(connection: Connection, file: str, size: int) -> None:
    """Forget records that reach beyond the first `size` bytes of a file."""
    table = archive_records
    connection.execute(delete(table).where(table.c.file == file, table.c.offset + table.c.length > size))


def _entry(row: Row[Any]) -> Entry:
    values = {name: getattr(row, name) for name in Entry.__slots__}
    return Entry(**values | {"fetched_at": datetime.fromtimestamp(row.fetched_at, UTC)})
