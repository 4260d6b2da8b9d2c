"""Learned site profiles, by host, and what people decided about them."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from cleaners.profile import ProfileError, SiteProfile
from crawler.store import chrome_rules
from crawler.store.chrome_rules import Entry
from crawler.store.dialects import Dialect
from crawler.store.schema import profiles

Stamp = tuple[float | None, float | None, int]


def load(connection: Connection) -> dict[str, SiteProfile]:
    """All profiles to clean with: as learned, but for what was decided."""
    return chrome_rules.apply(learned(connection), chrome_rules.load(connection))


def learned(connection: Connection, host: str | None = None) -> dict[str, SiteProfile]:
    """Profiles as learned, of a format known here; others are as good as none, for they can be learned again."""
    query = select(profiles) if host is None else select(profiles).where(profiles.c.host == host)
    found = {}
    for row in connection.execute(query):
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


def forget(connection: Connection, dialect: Dialect, entry: Entry, now: float) -> None:
    """Drop an entry, and what was decided about it, until it is learned again."""
    chrome_rules.forget(connection, entry)
    save(
        connection,
        dialect,
        {host: chrome_rules.without(each, entry) for host, each in learned(connection, entry.host).items()},
        now,
    )


def stamp(connection: Connection) -> Stamp:
    """Something else whenever `load` would answer something else."""
    last = connection.execute(select(func.max(profiles.c.learned_at))).scalar()
    return last, *chrome_rules.stamp(connection)
