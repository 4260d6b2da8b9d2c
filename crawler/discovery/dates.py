"""Dates as feeds and sitemaps write them."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from cleaners.metadata.dates import parse_date

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
    """The aware datetime of a date in ISO 8601, RFC 822 or as people write it, UTC where it names no zone."""
    text = (text or "").strip()
    if not 4 <= len(text) <= 64:
        return None
    found = _standard(text) or parse_date(text)
    return found if found and EARLIEST <= found.year <= LATEST and found.utcoffset() is not None else None


def _standard(text: str) -> datetime | None:
    """None where the form is none of the two, or names its zone in letters that RFC 822 does not know."""
    is_iso = text[:4].isdecimal()
    try:
        found = datetime.fromisoformat(text) if is_iso else parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if is_iso and not found.tzinfo else found if found.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
