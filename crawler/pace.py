"""How fast a crawl is, and how long what waits will take."""

import time
from collections import deque
from collections.abc import Callable, Mapping

from crawler.report import COLUMNS, Counts, total

WINDOW = 15.0  # seconds that are looked back
LEAST = 3.0  # seconds before a pace is told
ENDED = [name for name in COLUMNS if name not in ("found", "duplicates")]  # duplicates are stored, too


class Pace:
    """Responses over the last seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def look(self, responses: int, sites: Mapping[str, Counts], limit: int | None = None) -> str:
        """One line: pages a second, what waits, and how long that takes at this pace; "" before one is known.

        responses: so far. limit: articles after which the crawl ends.
        """
        now = self._clock()
        self._seen.append((now, responses))
        while now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        seconds, pages = now - self._seen[0][0], responses - self._seen[0][1]
        if seconds < LEAST:
            return ""
        rate, left = pages / seconds, _left(sites, limit)
        parts = [f"{rate:.1f} pages/s"]
        if left:
            parts.append(f"{left:,} wait" + (f", about {_duration(left / rate)} at this pace" if rate else ""))
        return "; ".join(parts)


def _left(sites: Mapping[str, Counts], limit: int | None) -> int:
    """Pages that were found and not yet dealt with, as far as the limit lets them."""
    left = sum(max(0, total(counts, "found") - sum(total(counts, name) for name in ENDED)) for counts in sites.values())
    if limit is None:
        return left
    stored = sum(total(counts, name) for counts in sites.values() for name in ("stored", "changed"))
    return min(left, max(0, limit - stored))


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
