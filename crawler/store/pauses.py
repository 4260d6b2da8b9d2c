"""Origins that are left alone for now, because they said so or failed too often: the next run keeps to it."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Column, Connection, Float, Integer, Table, Text, delete, select

from crawler.store.dialects import Dialect
from crawler.store.schema import metadata

REMEMBERED = 86_400.0  # seconds after its end in which a pause still makes the next one longer

pauses = Table(
    "pauses",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("until", Float, nullable=False, comment="nothing is asked of it before"),
    Column("opened", Integer, nullable=False, comment="how often in a row it failed again after a pause"),
)


class Pause(NamedTuple):
    """until: seconds since 1970; 0.0 where there is none any more. opened: pauses in a row that changed nothing."""

    until: float
    opened: int


NONE = Pause(0.0, 0)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    pauses.create(connection)


def load(connection: Connection, now: float) -> dict[str, Pause]:
    """The pauses that count, by origin."""
    rows = connection.execute(select(pauses).where(pauses.c.until > now - REMEMBERED))
    return {row.origin: Pause(row.until, row.opened) for row in rows}


def save(connection: Connection, dialect: Dialect, new: Mapping[str, Pause]) -> None:
    """Remember pauses; one that is over is forgotten."""
    over = [origin for origin, pause in new.items() if pause == NONE]
    rows = [{"origin": origin, **pause._asdict()} for origin, pause in new.items() if pause != NONE]
    if over:
        connection.execute(delete(pauses).where(pauses.c.origin.in_(over)))
    if rows:
        statement = dialect.upsert(pauses)
        values = {name: statement.excluded[name] for name in Pause._fields}
        connection.execute(statement.on_conflict_do_update(index_elements=["origin"], set_=values), rows)
