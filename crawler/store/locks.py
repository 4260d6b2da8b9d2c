"""Who crawls which site: two crawls on one store never work on the same site at once."""

import os
import platform
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Connection, Row, select, update

from crawler.errors import BusyError
from crawler.store.dialects import Dialect
from crawler.store.schema import locks

LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Owner:
    """This crawl."""

    name: str = field(default_factory=lambda: uuid4().hex)
    machine: str = field(default_factory=platform.node)
    pid: int = field(default_factory=os.getpid)


def busy(connection: Connection, sites: Iterable[str], now: float) -> dict[str, str]:
    """The sites that are being crawled, each with who works on it."""
    rows = connection.execute(select(locks).where(locks.c.site.in_(list(sites))))
    return {row.site: f"process {row.pid} on {row.machine}" for row in rows if _alive(row, now)}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a crawl got. taken: what others have, with who they are. crashed: what a crawl had that died lately."""

    taken: Mapping[str, str]
    crashed: frozenset[str]


def claim(connection: Connection, dialect: Dialect, owner: Owner, sites: Iterable[str], now: float) -> Claim:
    """Lock the sites that are free.

    Sites that another crawl is claiming in this moment count as taken: nobody waits, and no site is had twice.
    """
    wanted = sorted(sites)
    missing = [{"site": site, "owner": "", "machine": "", "pid": 0, "expires": 0.0} for site in wanted]
    if missing:
        connection.execute(dialect.upsert(locks).on_conflict_do_nothing(), missing)
    query = select(locks).where(locks.c.site.in_(wanted)).with_for_update(skip_locked=True)
    free = {row.site: row.expires for row in connection.execute(query) if not _alive(row, now)}
    mine = {"owner": owner.name, "machine": owner.machine, "pid": owner.pid, "expires": now + LOCK_SECONDS}
    connection.execute(update(locks).where(locks.c.site.in_(free)).values(mine))
    others = [site for site in wanted if site not in free]
    known = busy(connection, others, now)
    taken = {site: known.get(site, "a crawl that begins") for site in others}
    return Claim(taken, frozenset(site for site, expires in free.items() if expires > now - LOCK_SECONDS))


def _alive(row: Row[tuple[object, ...]], now: float) -> bool:
    """A crawl on this machine is dead once its process is gone, one elsewhere once its lock expired."""
    if row.expires <= now:
        return False
    if row.machine != platform.node() or os.name != "posix":  # elsewhere there is no harmless way to ask for a process
        return True
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def renew(connection: Connection, owner: Owner, sites: Sequence[str], now: float) -> None:
    """Keep the locks.

    Raises BusyError where another crawl took one over, because this process slept for too long.
    """
    mine = (locks.c.owner == owner.name) & locks.c.site.in_(sites)
    kept = connection.execute(update(locks).where(mine).values(expires=now + LOCK_SECONDS)).rowcount
    if kept < len(sites):
        raise BusyError("another crawl took over a site while this one was asleep: run the same command again")


def release(connection: Connection, owner: Owner, *, but: Collection[str] = ()) -> None:
    """Let all go, but for the sites named."""
    mine = (locks.c.owner == owner.name) & locks.c.site.not_in(but)
    connection.execute(update(locks).where(mine).values(expires=0.0))
