"""The geometry of the chart of articles a day: stacked bars, as numbers for an SVG template."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SERIES = 6  # hosts with a colour of their own; the others share one
OTHERS = "other sites"
WIDTH, HEIGHT, GAP = 720.0, 180.0, 0.2


@dataclass(frozen=True, slots=True)
class Bar:
    """One host's part of one day. series: which colour."""

    x: float
    y: float
    width: float
    height: float
    series: int
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a box of WIDTH x HEIGHT, the names of the series, and the same as a table."""

    bars: tuple[Bar, ...]
    names: tuple[str, ...]
    days: tuple[date, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    highest: int
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def total(self) -> int:
        """All articles in it."""
        return sum(sum(values) for _, values in self.rows)


def draw(days: Sequence[date], found: Mapping[str, Counter[date]]) -> Chart:
    """A chart of how many articles each host has on each day."""
    series = _series(found)
    sums = [sum(counts[day] for counts in series.values()) for day in days]
    highest = max([*sums, 1])
    step = WIDTH / max(len(days), 1)
    bars: list[Bar] = []
    for place, day in enumerate(days):
        top = HEIGHT
        for number, (name, counts) in enumerate(series.items()):
            height = HEIGHT * counts[day] / highest
            top -= height
            if height:
                label = f"{day}: {counts[day]:,} from {name}"
                bars.append(Bar(step * (place + GAP / 2), top, step * (1 - GAP), height, number, label))
    rows = tuple((name, tuple(counts[day] for day in days)) for name, counts in series.items())
    return Chart(tuple(bars), tuple(series), tuple(days), rows, highest)


def _series(found: Mapping[str, Counter[date]]) -> dict[str, Counter[date]]:
    """The hosts with most articles by name, and one entry for all others."""
    ranked = sorted(found, key=lambda host: (-found[host].total(), host))
    series = {host: found[host] for host in ranked[:SERIES]}
    if ranked[SERIES:]:
        series[OTHERS] = sum((found[host] for host in ranked[SERIES:]), Counter())
    return series
