"""The ways in which a lease can end."""

from dataclasses import dataclass
from typing import Literal

from crawler.frontier.schedule import DAY, EVERY_RUN, next_live_look, next_look
from crawler.store.batch import Ack, Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a fetch brought: when it was, the validators and the digest of the body.

    changed: the body differs from that of the last fetch. born: when the page was published or last written to, as far
    as is known. live: whether more is to come.
    """

    at: float
    changed: bool = True
    born: float | None = None
    live: bool = False
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


def done(lease: Lease, look: Look, reason: str | None = None) -> Ack:
    """Fetched and dealt with. reason: why it holds no article, where it was to."""
    wait = next_live_look(look.at, look.born) if look.live and look.changed else None
    if wait is None:
        wait = next_look(lease, look.at, changed=look.changed, born=look.born, barren=look.digest is None)
    return Ack(
        id=lease.id,
        place=lease.place,
        kind=lease.kind,
        state="done",
        reason=reason,
        tries=0,
        not_before=0.0,
        due_at=None if wait is None else look.at + wait,
        interval=wait or 0.0,
        fetched_at=look.at,
        etag=look.etag,
        last_modified=look.last_modified,
        digest=look.digest,
    )


def unchanged(lease: Lease, at: float) -> Ack:
    """The site says that nothing changed: everything known about the page stays."""
    look = Look(
        at=at,
        changed=False,
        etag=lease.etag,
        last_modified=lease.last_modified,
        digest=lease.digest,
    )
    return done(lease, look)


def retry(lease: Lease, reason: str, not_before: float) -> Ack:
    """Failed, but worth another try."""
    return _without_fetch(lease, "queued", reason, not_before=not_before)


def failed(lease: Lease, reason: str, at: float) -> Ack:
    """Failed for this run. A run on another day tries again; what every run looks at, the next run."""
    return _without_fetch(lease, "failed", reason, due_at=at if lease.kind in EVERY_RUN else at + DAY)


def refused(lease: Lease, reason: str, at: float) -> Ack:
    """A rule forbids it. Rules change: a run on another day asks again."""
    return _without_fetch(lease, "refused", reason, due_at=at if lease.kind in EVERY_RUN else at + DAY)


def left_out(lease: Lease, reason: str, at: float) -> Ack:
    """Not to be fetched or kept, and not to be asked for again unless its site says that it changed.

    The start, and what led to articles before, is asked for in the next run all the same: a site comes back.
    """
    comes_back = lease.kind == "start" or (lease.kind in EVERY_RUN and lease.fetched_at is not None)
    return _without_fetch(lease, "failed", reason, due_at=at if comes_back else None)


def _without_fetch(
    lease: Lease,
    state: Literal["queued", "failed", "refused"],
    reason: str,
    *,
    not_before: float = 0.0,
    due_at: float | None = None,
) -> Ack:
    return Ack(
        id=lease.id,
        place=lease.place,
        kind=lease.kind,
        state=state,
        reason=reason,
        tries=lease.tries + 1,
        not_before=not_before,
        due_at=due_at,
        interval=lease.interval,
        fetched_at=lease.fetched_at,
        etag=lease.etag,
        last_modified=lease.last_modified,
        digest=lease.digest,
    )
