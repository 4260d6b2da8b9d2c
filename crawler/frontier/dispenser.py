"""The exchange with the store: what was learned goes in, what is to be fetched next comes out."""

import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from crawler.frontier.session import Session
from crawler.store import frontier, locks, work
from crawler.store.batch import Batch, Lease, Place, Saved
from crawler.store.dialects import ContendedError
from crawler.store.frontier import Guard

RENEW_SECONDS = locks.LOCK_SECONDS / 4
TRIES = 4  # more of a transaction that the database broke off in favour of another crawl's


@dataclass(frozen=True, slots=True)
class Want:
    """How many URLs the crawl has room for, in all and for one origin; `held` are those that it has.

    sent: how many requests each origin got since the last exchange: a quick one has room for twice as many more.
    closed: sites of which it wants no more.
    """

    room: int
    each: int
    held: Mapping[Place, int]
    sent: Mapping[Place, int] = field(default_factory=dict)
    closed: Collection[str] = ()

    def room_for(self, place: Place) -> int:
        """For how many URLs of one origin there is room."""
        return self.each + 2 * self.sent.get(place, 0) - self.held.get(place, 0)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one transaction did.

    saved: what became of the batch's articles, in their order. counted: by site and name, what the run counts now.
    next_at: when the next URL may be fetched; None: none waits.
    """

    saved: list[Saved]
    counted: Counter[tuple[str, str]]
    leases: list[Lease]
    next_at: float | None


class Dispenser:
    """Knows which origins have something waiting, so that no transaction has to look through the whole frontier.

    It works in the journal's thread.
    """

    def __init__(self, session: Session, guard: Guard) -> None:
        self.session = session
        self._context = work.Context(session.store.dialect, session.run.id, guard)
        with session.store.reading() as connection:
            self._places = frontier.places(connection, list(session.sites))
        self._renewed = time.time()

    def exchange(self, batch: Batch, want: Want) -> Exchange:
        """One transaction.

        Raises UnavailableError where the store cannot be written, or another crawl has the sites now.
        """
        for _ in range(TRIES):
            try:
                return self._exchange(batch, want)
            except ContendedError:
                continue
        return self._exchange(batch, want)

    def _exchange(self, batch: Batch, want: Want) -> Exchange:
        now = time.time()
        with self.session.store.writing() as connection:
            self._renew(connection, now)
            done = work.apply(connection, self._context, batch, now)
            self._note(batch)
            leases = self._lease(connection, want, now)
        waiting = [at for place, at in self._places.items() if place[0] not in want.closed]
        return Exchange(done.saved, done.counted, leases, min(waiting, default=None))

    def _renew(self, connection: Connection, now: float) -> None:
        if now - self._renewed > RENEW_SECONDS:
            locks.renew(connection, self.session.owner, self.session.locks, now)
            self._renewed = now

    def _note(self, batch: Batch) -> None:
        """Remember where something may wait now."""
        for found in batch.found:
            self._places[found.site, found.origin] = 0.0
        for ack in batch.acks:
            if ack.state == "queued":
                self._places[ack.place] = min(ack.not_before, self._places.get(ack.place, ack.not_before))

    def _lease(self, connection: Connection, want: Want, now: float) -> list[Lease]:
        leases: list[Lease] = []
        for place in [place for place, at in self._places.items() if at <= now and place[0] not in want.closed]:
            room = min(want.room - len(leases), want.room_for(place))
            if room <= 0:
                continue
            got = frontier.lease(connection, self.session.owner.name, place, room, now)
            leases += got
            self._served(place, frontier.next_at(connection, place) if len(got) < room else 0.0)
        return leases

    def _served(self, place: Place, next_at: float | None) -> None:
        """To the end of the row: the others come first next time."""
        del self._places[place]
        if next_at is not None:
            self._places[place] = next_at
