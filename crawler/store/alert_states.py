"""What each channel was last told of each site: an alert is sent once for a change, also across restarts."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Connection, String, Table, Text, select

from crawler.store.dialects import Dialect
from crawler.store.schema import metadata

alert_states = Table(
    "alert_states",
    metadata,
    Column("site", Text, primary_key=True),
    Column("channel", String(32), primary_key=True, comment="a digest: addresses of channels can hold secrets"),
    Column("broken", Boolean, nullable=False),
)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    alert_states.create(connection)


def told(connection: Connection, sites: Iterable[str]) -> dict[tuple[str, str], bool]:
    """By site and channel, whether the last word was that the site is broken."""
    rows = connection.execute(select(alert_states).where(alert_states.c.site.in_(list(sites))))
    return {(row.site, row.channel): row.broken for row in rows}


def tell(connection: Connection, dialect: Dialect, site: str, channel: str, *, broken: bool) -> None:
    """Remember what a channel was told."""
    statement = dialect.upsert(alert_states).values(site=site, channel=channel, broken=broken)
    key = ["site", "channel"]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_={"broken": broken}))
