"""The durable frontier: which URLs are known, which is next, and what became of the last look at each."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, Row, bindparam, func, select, update

from crawler.store.batch import Ack, Found, Lease, Place
from crawler.store.dialects import Dialect
from crawler.store.schema import frontier

LEASE_SECONDS = 900
ENDED = ("done", "failed", "refused")
NO_LEASE = {"lease_owner": None, "lease_until": None}
CHUNK = 500  # URLs in one query

Counts = Counter[tuple[str, str]]
Guard = Callable[[Found], str | None]


class Failure(NamedTuple):
    """A page that failed, and why."""

    site: str
    url: str
    reason: str


# What every transaction does; made once, since that takes longer than running it.
NEXT = (
    select(*(frontier.c[name] for name in Lease.__slots__))
    .where(frontier.c.state == "queued", frontier.c.site == bindparam("site"))
    .where(frontier.c.origin == bindparam("origin"), frontier.c.not_before <= bindparam("now"))
    .order_by(frontier.c.priority.desc(), frontier.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
TAKE = (
    update(frontier)
    .where(frontier.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="leased", lease_owner=bindparam("owner"), lease_until=bindparam("until"))
)
ACK = [name for name in Ack.__slots__ if name not in ("id", "place")]
END = (
    update(frontier)
    .where(frontier.c.id == bindparam("b_id"), frontier.c.state == "leased")
    .values({name: bindparam(f"b_{name}") for name in ACK} | NO_LEASE)
)


def discover(connection: Connection, dialect: Dialect, found: Sequence[Found], guard: Guard) -> Counts:
    """Queue what is new, and what is known but changed since it was fetched; one that waits may become more important.

    guard: says why a new URL is not to be followed, or None.

    Returns per site how many articles were queued ("found"), how often one was named that needs no look ("known"), and
    what was left out ("skipped: reason").
    """
    counts: Counts = Counter()
    for start in range(0, len(found), CHUNK):
        chunk = _merged(found[start : start + CHUNK])
        query = select(frontier).where(frontier.c.url.in_(chunk))
        known = {row.url: row for row in connection.execute(query)}
        queued = []
        for each in (each for url, each in chunk.items() if url not in known):
            if reason := guard(each):
                counts[each.site, f"skipped: {reason}"] += 1
            else:
                queued.append(each)
        if queued:
            connection.execute(dialect.upsert(frontier).on_conflict_do_nothing(), [_new(each) for each in queued])
        changed = [chunk[url] for url, row in known.items() if _changed(row, chunk[url])]
        _requeue(connection, changed)
        after_all = [chunk[url] for url, row in known.items() if _is_article(row, chunk[url])]
        _call_articles(connection, after_all)
        _raise_priority(connection, [chunk[url] for url, row in known.items() if chunk[url].priority > row.priority])
        counts.update((each.site, "found") for each in [*queued, *changed, *after_all] if each.kind == "article")
        counts.update((chunk[url].site, "known") for url, row in known.items() if row.kind == "article")
    return counts


def _merged(found: Sequence[Found]) -> dict[str, Found]:
    """Each URL once, with the best that is said of it: a feed may date what a page only links to."""
    best: dict[str, Found] = {}
    for each in found:
        other = best.get(each.url, each)
        first, second = sorted((other, each), key=lambda one: (one.kind == "article", one.priority), reverse=True)
        lastmod = max(first.lastmod or 0.0, second.lastmod or 0.0) or None
        hints = {**second.hints, **first.hints}
        if not (first.hints.get("guess") and second.hints.get("guess")):
            hints.pop("guess", None)  # one of them knows that it is there
        best[each.url] = replace(first, priority=max(first.priority, second.priority), lastmod=lastmod, hints=hints)
    return best


def _new(found: Found) -> dict[str, Any]:
    return asdict(found) | {
        "state": "queued",
        "tries": 0,
        "not_before": 0.0,
        "interval": 0.0,
        "hints": dict(found.hints),
    }


def _changed(row: Row[Any], found: Found) -> bool:
    seen = max(row.fetched_at or 0.0, row.lastmod or 0.0)
    return row.state in ENDED and found.lastmod is not None and found.lastmod > seen


def _is_article(row: Row[Any], found: Found) -> bool:
    """Whether a page that waits to be read as a list is an article, as one knows by now."""
    return row.kind == "listing" and found.kind == "article" and row.state == "queued" and row.fetched_at is None


def _call_articles(connection: Connection, found: Iterable[Found]) -> None:
    rows = [{"b_url": each.url, "b_lastmod": each.lastmod, "b_hints": dict(each.hints)} for each in found]
    if rows:
        values = {"kind": "article", "lastmod": bindparam("b_lastmod"), "hints": bindparam("b_hints", type_=JSON)}
        connection.execute(update(frontier).where(frontier.c.url == bindparam("b_url")).values(values), rows)


def _requeue(connection: Connection, found: Iterable[Found]) -> None:
    rows = [{"b_url": each.url, "b_lastmod": each.lastmod} for each in found]
    if rows:
        values = {"state": "queued", "tries": 0, "not_before": 0.0, "lastmod": bindparam("b_lastmod")}
        connection.execute(update(frontier).where(frontier.c.url == bindparam("b_url")).values(values), rows)


def _raise_priority(connection: Connection, found: Iterable[Found]) -> None:
    """Of what waits; who calls it more important also knows more about it."""
    rows = [
        {"b_url": each.url, "b_priority": each.priority, "b_lastmod": each.lastmod, "b_hints": dict(each.hints)}
        for each in found
    ]
    if rows:
        waits = (frontier.c.url == bindparam("b_url")) & (frontier.c.state == "queued")
        values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in ("priority", "lastmod")}
        values["hints"] = bindparam("b_hints", type_=JSON)
        connection.execute(update(frontier).where(waits).values(values), rows)


def lease(connection: Connection, owner: str, place: Place, limit: int, now: float) -> list[Lease]:
    """Hand out the next URLs of one origin of a site, most important first."""
    wanted = {"site": place[0], "origin": place[1], "now": now, "limit": limit}
    leases = [Lease(**row) for row in connection.execute(NEXT, wanted).mappings()]
    if leases:
        taken = [each.id for each in leases]
        connection.execute(TAKE, {"ids": taken, "owner": owner, "until": now + LEASE_SECONDS})
    return leases


def acknowledge(connection: Connection, acks: Sequence[Ack]) -> None:
    """End leases. One that was taken back in the meantime stays as it is."""
    if acks:
        connection.execute(END, [{f"b_{name}": getattr(ack, name) for name in ("id", *ACK)} for ack in acks])


def barren(connection: Connection, site: str) -> list[str]:
    """The lists of a site that led to no article when they were last read."""
    lists = (frontier.c.site == site) & (frontier.c.kind == "listing") & (frontier.c.state == "done")
    return list(connection.execute(select(frontier.c.url).where(lists, frontier.c.digest.is_(None))).scalars())


def outcomes(connection: Connection, site: str, limit: int) -> list[tuple[str, bool]]:
    """The pages of a site that were looked at, newest first, each with whether an article was there.

    Lists that led to none are left out: they may be articles that were taken for lists.
    """
    judged = (frontier.c.kind == "article") | ((frontier.c.kind == "listing") & frontier.c.digest.is_not(None))
    looked_at = (frontier.c.site == site) & (frontier.c.state == "done") & judged
    query = select(frontier.c.url, frontier.c.kind, frontier.c.reason).where(looked_at)
    rows = connection.execute(query.order_by(frontier.c.id.desc()).limit(limit))
    return [(url, kind == "article" and reason is None) for url, kind, reason in rows]


def release(connection: Connection, sites: Sequence[str]) -> None:
    """Take back what a crawl of these sites held when it ended."""
    held = (frontier.c.state == "leased") & frontier.c.site.in_(sites)
    connection.execute(update(frontier).where(held).values({"state": "queued"} | NO_LEASE))


def requeue_due(connection: Connection, sites: Sequence[str], now: float) -> None:
    """Queue what is worth another look by now."""
    due = frontier.c.site.in_(sites) & frontier.c.state.in_(ENDED) & (frontier.c.due_at <= now)
    connection.execute(update(frontier).where(due).values(state="queued", tries=0, not_before=0.0))


def waiting(connection: Connection, sites: Sequence[str]) -> Counts:
    """How many articles wait, per site, under the name "found"."""
    queued = (frontier.c.state == "queued") & frontier.c.site.in_(sites) & (frontier.c.kind == "article")
    query = select(frontier.c.site, func.count()).where(queued).group_by(frontier.c.site)
    return Counter({(site, "found"): count for site, count in connection.execute(query)})


def put_off(connection: Connection, sites: Sequence[str]) -> Counts:
    """How many pages failed and wait for a later run, because no run is that patient, per site and reason."""
    query = select(frontier.c.site, frontier.c.reason, func.count()).where(_put_off(sites))
    rows = connection.execute(query.group_by(frontier.c.site, frontier.c.reason))
    return Counter({(site, f"failed: {reason}, put off"): count for site, reason, count in rows})


def _put_off(sites: Sequence[str]) -> ColumnElement[bool]:
    return (frontier.c.state == "queued") & frontier.c.site.in_(sites) & (frontier.c.tries > 0)


def failures(connection: Connection, sites: Sequence[str], limit: int) -> list[Failure]:
    """Pages that failed, as far as anybody but us had named them; those that failed last come first."""
    failed = (frontier.c.state == "failed") & frontier.c.site.in_(sites) & frontier.c.due_at.is_not(None)
    query = select(frontier.c.site, frontier.c.url, frontier.c.reason).where(failed | _put_off(sites))
    rows = connection.execute(query.order_by(frontier.c.due_at.desc()).limit(limit))
    return [Failure(*row) for row in rows]


def places(connection: Connection, sites: Sequence[str]) -> dict[Place, float]:
    """When the next URL may be fetched, for each origin of each site where one waits; 0.0 for at once."""
    waits = (frontier.c.state == "queued") & frontier.c.site.in_(sites)
    query = select(frontier.c.site, frontier.c.origin, func.min(frontier.c.not_before)).where(waits)
    rows = connection.execute(query.group_by(frontier.c.site, frontier.c.origin))
    return {(site, origin): not_before for site, origin, not_before in rows}


def next_at(connection: Connection, place: Place) -> float | None:
    """When the next URL of one origin may be fetched; None where none waits."""
    waits = (frontier.c.state == "queued") & (frontier.c.site == place[0]) & (frontier.c.origin == place[1])
    found: float | None = connection.execute(select(func.min(frontier.c.not_before)).where(waits)).scalar()
    return found
