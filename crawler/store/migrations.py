"""Ordered steps that bring a store up to today's schema; a store remembers how many it has taken."""

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, inspect, select, update

from crawler.errors import UnavailableError
from crawler.store import alert_states, archive_index, chrome_rules, duplicate_index, listing, pauses, schema, shares
from crawler.store.dialects import Dialect

Step = Callable[[Connection, Dialect], None]

FIRST_TABLES = (
    schema.articles,
    schema.versions,
    schema.frontier,
    schema.runs,
    schema.run_sites,
    schema.counts,
    schema.locks,
    schema.profiles,
)


def first_schema(connection: Connection, dialect: Dialect) -> None:
    """Everything that a crawl needs, and the full-text index."""
    schema.metadata.create_all(connection, tables=list(FIRST_TABLES), checkfirst=False)
    dialect.create_search(connection)


STEPS: tuple[Step, ...] = (
    first_schema,
    archive_index.create,
    duplicate_index.create,
    listing.create_indexes,
    alert_states.create,
    chrome_rules.create,
    shares.create,
    listing.create_filter_indexes,
    pauses.create,
)
"""Append only: a step that a released version has taken is never edited or moved."""


def create(connection: Connection, dialect: Dialect) -> None:
    """Take every step in an empty database."""
    schema.schema_version.create(connection)
    connection.execute(insert(schema.schema_version).values(version=0))
    upgrade(connection, dialect)


def upgrade(connection: Connection, dialect: Dialect) -> None:
    """Take the steps that are missing.

    Raises UnavailableError for a database that is no store, or that a newer wirebrush wrote.
    """
    taken = version(connection)
    for step in STEPS[taken:]:
        step(connection, dialect)
    if taken < len(STEPS):
        connection.execute(update(schema.schema_version).values(version=len(STEPS)))


def version(connection: Connection) -> int:
    """How many steps the store has taken.

    Raises UnavailableError for a database that is no store, or that a newer wirebrush wrote.
    """
    if not inspect(connection).has_table(schema.schema_version.name):
        name = connection.engine.url.database
        raise UnavailableError(f"{name}: the database holds something else, not a wirebrush store: name another one")
    taken = connection.execute(select(func.max(schema.schema_version.c.version))).scalar() or 0
    if taken > len(STEPS):
        raise UnavailableError(f"the store has schema {taken}, this wirebrush knows {len(STEPS)}: upgrade wirebrush")
    return int(taken)
