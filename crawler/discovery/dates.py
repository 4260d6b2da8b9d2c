"""Dates as feeds and sitemaps write them."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

EARLIEST, LATEST = 1990, 2100  # outside lies a clock that was never set, or a trap


def parse(text: str | None) -> datetime | None:
    """The aware datetime of an ISO 8601 or RFC 822 date, UTC where it names no zone; None where it is neither."""
    text = (text or "").strip()
    if not 4 <= len(text) <= 64:
        return None
    read = datetime.fromisoformat if text[:4].isdecimal() else parsedate_to_datetime
    try:
        found = read(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found if EARLIEST <= found.year <= LATEST and found.utcoffset() is not None else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
