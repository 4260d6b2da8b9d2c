"""How many articles there are, by day and by host: what an overview shows."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, Connection, cast, func, select

from crawler.store.schema import articles

DAY = 86_400

_c = articles.c


def by_day(connection: Connection, days: int, now: float) -> tuple[list[date], dict[str, Counter[date]]]:
    """The last days (UTC), and for each host how many articles are dated on each.

    Where the newest article is older than today, the days end with its day; dates in the future do not count.
    """
    newest = connection.execute(select(func.max(_c.dated)).where(_c.dated <= now)).scalar()
    last = int((now if newest is None else newest) // DAY)
    day = (cast(_c.dated, BigInteger) // DAY).label("day")
    within = (_c.dated >= (last - days + 1) * DAY) & (_c.dated < (last + 1) * DAY)
    found: dict[str, Counter[date]] = {}
    for row in connection.execute(select(_c.host, day, func.count().label("n")).where(within).group_by(_c.host, day)):
        found.setdefault(row.host, Counter())[_date(row.day)] = row.n
    return [_date(last - back) for back in reversed(range(days))], found


def total(connection: Connection) -> int:
    """How many articles are stored."""
    return connection.execute(select(func.count()).select_from(articles)).scalar() or 0


def _date(day: int) -> date:
    return datetime(1970, 1, 1, tzinfo=UTC).date() + timedelta(days=day)
