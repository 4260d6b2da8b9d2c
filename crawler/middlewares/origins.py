"""What is remembered of an origin's behaviour: when it may be asked again."""

from dataclasses import dataclass
from math import inf

FAILURES = 5  # in a row, before an origin is left alone
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0  # seconds
OVERLOADED = frozenset((429, 503))


@dataclass(slots=True)
class Origin:
    """Seconds are those of one monotonic clock.

    delay: between two requests, as robots.txt asks. free_at: when the next request may be sent. closed_until: the
    origin is left alone until then, because it said so or because it failed `FAILURES` times in a row. rested_at: from
    when on no other crawl's request counts; one that died may have asked until a moment ago.
    """

    delay: float = 0.0
    free_at: float = 0.0
    closed_until: float = 0.0
    failures: int = 0
    pauses: int = 0
    rested_at: float = -inf

    @classmethod
    def paused(cls, until: float, opened: int) -> "Origin":
        """As an earlier run left it: after the pause, one more failure opens the circuit again."""
        return cls(closed_until=until, failures=FAILURES, pauses=opened)

    def book(self, now: float) -> float:
        """Take the next turn; how many seconds to wait for it."""
        turn = max(now, self.free_at, self.closed_until, self.rested_at + self.delay)
        self.free_at = turn + self.delay
        return turn - now

    def answered(self) -> None:
        """It works."""
        self.failures = self.pauses = 0

    def failed(self, now: float, retry_after: float = 0.0) -> None:
        """It asked for a pause or failed; after enough failures the circuit opens, longer each time."""
        self.failures += 1
        if retry_after:
            self.closed_until = max(self.closed_until, now + retry_after)
        elif self.failures >= FAILURES and now >= self.closed_until:
            self.closed_until = now + min(FIRST_PAUSE * 2.0**self.pauses, LONGEST_PAUSE)
            self.pauses = min(self.pauses + 1, 10)
