"""When a site is worth the next run: as often as it publishes, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from crawler.store.runs import SiteRun

LEAST_RUNS = 3  # before a rhythm is believed
JITTER = 0.1  # so that sites with one rhythm do not run at one time


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest time between two runs of a site, in seconds."""

    shortest: float
    longest: float

    def clamp(self, seconds: float) -> float:
        """The nearest time within the bounds."""
        return min(max(seconds, self.shortest), self.longest)


def interval(history: Sequence[SiteRun], usual: float, bounds: Bounds) -> float:
    """Seconds between two runs: about the time in which the site publishes one article.

    history: newest first; what the oldest run stored is left out, it had waited there for long. usual: before there is
    a rhythm to see.
    """
    ended = [run for run in history if run.finished_at]
    if len(ended) < LEAST_RUNS:
        return bounds.clamp(usual)
    new = sum(run.counts.get("stored", 0) for run in ended[:-1])
    span = ended[0].started_at - ended[-1].started_at
    return bounds.clamp(span / max(new, 1)) if span > 0 else bounds.clamp(usual)


def due(history: Sequence[SiteRun], site: str, seconds: float, now: float) -> float:
    """When the next run is due; at once where there was none or the last one did not end.

    A last run in the future means that the clock was set back: then the time counts from now.
    """
    if not history or not history[0].finished_at:
        return now
    last = min(history[0].started_at, now)
    return last + seconds * _jitter(site, history[0].run_id)


def _jitter(site: str, run_id: int) -> float:
    """The same for every look at the same run: 0.9 to 1.1."""
    drawn = blake2b(f"{site} {run_id}".encode(), digest_size=8).digest()
    return 1 + JITTER * (2 * int.from_bytes(drawn) / (1 << 64) - 1)
