"""Learned site profiles, by host."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from cleaners.profile import ProfileError, SiteProfile
from crawler.store.dialects import Dialect
from crawler.store.schema import profiles


def load(connection: Connection) -> dict[str, SiteProfile]:
    """All profiles of a format known here; others are as good as none, for they can be learned again."""
    found = {}
    for row in connection.execute(select(profiles)):
        try:
            found[row.host] = SiteProfile.from_json(row.profile)
        except ProfileError:
            continue
    return found


def save(connection: Connection, dialect: Dialect, learned: Mapping[str, SiteProfile], now: float) -> None:
    """Keep profiles in place of earlier ones of the same hosts."""
    rows = [{"host": host, "profile": each.as_json(), "learned_at": now} for host, each in learned.items()]
    if rows:
        statement = dialect.upsert(profiles)
        values = {"profile": statement.excluded.profile, "learned_at": statement.excluded.learned_at}
        connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_=values), rows)
