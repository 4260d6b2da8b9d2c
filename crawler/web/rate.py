"""How often something may be done: a bucket of tokens that fills steadily (Turner, 1986)."""

import time
from collections.abc import Callable


class Bucket:
    """Lets `per_minute` calls a minute through, and as many at once. For one event loop; not safe between threads."""

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._tokens = per_minute
        self._at = clock()

    def wait(self) -> float:
        """Take a token; returns 0.0, or the seconds until there is one."""
        now = self._clock()
        self._tokens = min(self.per_minute, self._tokens + (now - self._at) * self.per_minute / 60)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) * 60 / self.per_minute
