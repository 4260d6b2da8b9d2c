"""Dates as feeds and sitemaps write them."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

EARLIEST, LATEST = 1990, 2100  # outside lies a clock that was never set, or a trap


IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/-])")


def span(url: str) -> tuple[date, date] | None:
    """The first and the last day that the path of an address speaks of: a day or a month; None where it names none."""
    found = IN_PATH.search(urlsplit(url).path + "/")
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    last = monthrange(year, month)[1]
    if found[3]:
        day = min(int(found[3]), last)
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, last)


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
