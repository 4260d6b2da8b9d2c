"""How values look on a page. Every function returns plain text or pieces of it; the templates escape it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.store.excerpts import MARKS

PIECE = re.compile(f"{MARKS[0]}(.*?){MARKS[1]}", re.DOTALL)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text with marks as (piece, was it found)."""
    for number, piece in enumerate(PIECE.split(text)):
        if piece:
            yield piece, number % 2 == 1


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article."""
    return [part for part in text.split("\n\n") if part.strip()]


def web_link(url: object) -> str:
    """An address that a page may link to; empty for any other scheme, as javascript: is one."""
    text = str(url or "")
    try:
        return text if urlsplit(text).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def day(seconds: float) -> str:
    """A point in time as its day, UTC."""
    return _at(seconds).strftime("%Y-%m-%d")


def moment(seconds: float | None) -> str:
    """A point in time to the minute, UTC."""
    return _at(seconds).strftime("%Y-%m-%d %H:%M") if seconds else ""


def written(iso: object) -> str:
    """A time of a record as people read it, in its own zone."""
    try:
        at = datetime.fromisoformat(str(iso))
    except ValueError:
        return str(iso or "")
    return at.strftime("%Y-%m-%d %H:%M ") + (at.strftime("%Z") or "")


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(max(0.0, min(seconds, 253_370_764_800.0)), UTC)


def number(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


FILTERS = {
    "pieces": pieces,
    "paragraphs": paragraphs,
    "web_link": web_link,
    "day": day,
    "moment": moment,
    "written": written,
    "number": number,
}
