"""Two kinds of plots as SVG, for the documents: lines, and bars side by side."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 30, 50
COLOURS = ("#1f6f8b", "#d1603d", "#5b8c5a", "#7a5c99")
TICKS = 5


def lines(series: Mapping[str, Sequence[tuple[float, float]]], across: str, up: str) -> str:
    """One line a series; the axes span what the points span."""
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    low, high = min(ys), max(ys)
    margin = 0.1 * (high - low) or 1.0
    low, high = low - margin, high + margin

    def place(x: float, y: float) -> tuple[float, float]:
        wide = (x - min(xs)) / (max(xs) - min(xs) or 1.0)
        return LEFT + wide * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - (y - low) / (high - low) * (
            HEIGHT - TOP - BOTTOM
        )

    parts = []
    for tick in range(TICKS + 1):
        x = min(xs) + (max(xs) - min(xs)) * tick / TICKS
        y = low + (high - low) * tick / TICKS
        parts += [_text(place(x, low)[0], HEIGHT - BOTTOM + 18, f"{x:.4g}", "middle")]
        parts += [_text(LEFT - 6, place(xs[0], y)[1] + 4, f"{y:.4g}", "end"), _rule(place(xs[0], y)[1])]
    for at, (name, points) in enumerate(series.items()):
        colour = COLOURS[at % len(COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(LEFT + 10 + 120 * at, TOP - 10, name, "start", colour))
    parts += [_text(WIDTH / 2, HEIGHT - 10, across, "middle"), _text(6, TOP - 10, up, "start")]
    return _svg(parts, HEIGHT)


def bars(values: Mapping[str, float], across: str) -> str:
    """One bar a name, with its figure behind it."""
    most = max(values.values())
    parts = []
    for at, (name, value) in enumerate(values.items()):
        y = TOP + 26 * at
        width = value / most * (WIDTH - 330)
        parts.append(_text(210, y + 14, name, "end"))
        parts.append(
            f'<rect x="220" y="{y}" width="{width:.1f}" height="18" fill="{COLOURS["wirebrush" not in name]}"/>'
        )
        parts.append(_text(226 + width, y + 14, f"{value:.3g}", "start"))
    height = TOP + 26 * len(values) + 30
    return _svg([*parts, _text(220, height - 10, across, "start")], height)


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _rule(y: float) -> str:
    return f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'


def _svg(parts: Sequence[str], height: float) -> str:
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="white"/>', *parts, "</svg>"]) + "\n"
