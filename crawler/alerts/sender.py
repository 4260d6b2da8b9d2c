"""Which alerts are due on which channel."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from typing import NamedTuple

from crawler.alerts.alert import Alert
from crawler.alerts.channels import SECONDS, Channel, SendError
from crawler.store import Store, alert_states


class State(NamedTuple):
    """How a site is. reason: what is wrong; empty where it works."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Tells channels of changes, and the store what they were told."""

    store: Store
    channels: Sequence[Channel]

    def send(self, states: Mapping[str, State], go_on: Callable[[], bool] = lambda: True) -> list[str]:
        """Send what is new to each channel; returns what failed, which the next call tries again.

        A channel that fails is left alone for the rest of the call. go_on: asked before each alert.
        """
        failures: list[str] = []
        with self.store.reading() as connection:
            told = alert_states.told(connection, states)
        for channel in self.channels:
            for site, state in self._news(states, told, channel):
                if not go_on():
                    return failures
                try:
                    _deliver(channel, self._alert(site, state))
                except SendError as error:
                    failures.append(str(error))
                    break
                with self.store.writing() as connection:
                    alert_states.tell(connection, self.store.dialect, site, channel.name, broken=bool(state.reason))
        return failures

    def _news(
        self, states: Mapping[str, State], told: Mapping[tuple[str, str], bool], channel: Channel
    ) -> Iterator[tuple[str, State]]:
        """That a site works is no news where nothing was ever said of it."""
        for site, state in states.items():
            if told.get((site, channel.name), False) != bool(state.reason):
                yield site, state

    def _alert(self, site: str, state: State) -> Alert:
        at = datetime.fromtimestamp(time.time(), UTC)
        return Alert(site=site, url=state.url, reason=state.reason, at=at, store=self.store.url)


def _deliver(channel: Channel, alert: Alert) -> None:
    """Send, and do not wait for longer than `SECONDS` in all: a server can answer a byte at a time.

    Raises SendError.
    """
    sent: Future[None] = Future()

    def send() -> None:
        try:
            channel.send(alert)
        except SendError as error:
            sent.set_exception(error)
        else:
            sent.set_result(None)

    Thread(target=send, daemon=True).start()
    try:
        sent.result(SECONDS)
    except TimeoutError as error:
        raise SendError(f"no answer in {SECONDS:g} seconds") from error
