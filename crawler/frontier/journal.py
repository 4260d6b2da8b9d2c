"""The event loop's side of the store: gathers what happens into batches and hands them to one writer thread."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from crawler.frontier.dispenser import Exchange, Want
from crawler.store.batch import Ack, Batch, Found, Save, Saved
from crawler.store.pauses import Pause

FLUSH_SECONDS = 0.5
MAX_FOUND = 1_000  # URLs in one transaction: keeps it short for other crawls on the store


class Reader(Protocol):
    """The scheduler, as the journal sees it."""

    def want(self) -> Want:
        """What there is room for."""
        ...

    def deliver(self, exchange: Exchange) -> None:
        """Take what came; called after every exchange."""
        ...

    def ended(self, lease_id: int) -> None:
        """A lease has ended."""
        ...

    def fail(self, error: BaseException) -> None:
        """The store cannot be written any more."""
        ...


@dataclass(slots=True)
class _Pending:
    batch: Batch = field(default_factory=Batch)
    saved: list[asyncio.Future[Saved]] = field(default_factory=list)


class Journal:
    """Everything that is told here is written in the order in which it was told, soon, in one transaction a batch."""

    def __init__(self, exchange: Callable[[Batch, Want], Exchange], reader: Reader) -> None:
        """exchange: one transaction; it is called in the writer's thread. Needs a running event loop."""
        self._transact = exchange
        self._reader = reader
        self._pending = deque([_Pending()])  # the first one is being written while `_busy`
        self._thread = ThreadPoolExecutor(1, "store")
        self._wanted = asyncio.Event()
        self._busy = self._closing = False
        self._next_at: float | None = 0.0
        self._error: BaseException | None = None
        self._task = asyncio.ensure_future(self._run())
        self._task.add_done_callback(self._ended)

    @property
    def next_at(self) -> float | None:
        """When the next URL may be fetched, as far as is known; None where nothing waits and everything is written."""
        return time.time() if self._busy or self._unwritten else self._next_at

    @property
    def has_more(self) -> bool:
        """Whether an exchange would bring something to fetch, as far as is known; False while there is one."""
        if self._busy:
            return False
        waits = self._next_at is not None and self._next_at <= time.time()
        return waits or any(pending.batch.found for pending in self._pending)

    @property
    def _unwritten(self) -> bool:
        return any(pending.batch for pending in self._pending)

    def found(self, found: Sequence[Found]) -> None:
        """URLs for the frontier; whoever led to them is to be acknowledged after this call."""
        for start in range(0, len(found), MAX_FOUND):
            if len(self._pending[-1].batch.found) >= MAX_FOUND:
                self._pending.append(_Pending())
            self._pending[-1].batch.found += found[start : start + MAX_FOUND]

    def count(self, site: str, name: str, value: int = 1) -> None:
        """Count something for a site in this run."""
        self._pending[-1].batch.counts[site, name] += value

    def pause(self, origin: str, pause: Pause) -> None:
        """An origin is to be left alone, or works again."""
        self._pending[-1].batch.pauses[origin] = pause

    def end(self, ack: Ack, *, seen: str | None = None, gone: str | None = None) -> None:
        """End a lease. seen, gone: the URL, where its article is unchanged or was taken away."""
        batch = self._pending[-1].batch
        batch.acks.append(ack)
        batch.seen += [seen] if seen else []
        batch.gone += [gone] if gone else []
        self._reader.ended(ack.id)

    async def save(self, save: Save, ack: Ack | None) -> Saved:
        """Store an article and end its lease, in one transaction; returns once that is committed.

        Raises UnavailableError where the store cannot be written.
        """
        if self._error:
            raise self._error
        pending = self._pending[-1]
        pending.batch.saves.append(save)
        pending.batch.acks += [ack] if ack else []
        future: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        pending.saved.append(future)
        saved = await future
        if ack:
            self._reader.ended(ack.id)
        return saved

    def nudge(self) -> None:
        """Exchange now and not at the next tick."""
        self._wanted.set()

    async def close(self) -> None:
        """Write what is left.

        Raises UnavailableError where the store could not be written.
        """
        self._closing = True
        self.nudge()
        await asyncio.wait([self._task])
        self._thread.shutdown()
        if self._error:
            raise self._error

    async def _run(self) -> None:
        while not self._closing or self._unwritten:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), 0 if self._closing else FLUSH_SECONDS)
            self._wanted.clear()
            want = self._reader.want()
            waits = self._next_at is not None and self._next_at <= time.time()
            if self._unwritten or (waits and want.room > 0):
                await self._exchange(want)

    async def _exchange(self, want: Want) -> None:
        self._pending.append(_Pending())
        pending, self._busy = self._pending[0], True
        loop = asyncio.get_running_loop()
        result = await loop.run_in_executor(self._thread, self._transact, pending.batch, want)
        self._busy = False
        self._pending.popleft()
        self._next_at = result.next_at
        for future, saved in zip(pending.saved, result.saved, strict=True):
            if not future.done():
                future.set_result(saved)
        self._reader.deliver(result)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Nobody waits for ever for what was not written."""
        self._error = task.exception()
        if self._error:
            for future in (future for pending in self._pending for future in pending.saved if not future.done()):
                future.set_exception(self._error)
            self._reader.fail(self._error)
