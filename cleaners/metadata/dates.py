"""Dates as pages write them, read without guessing: ISO 8601, RFC 2822, epochs, and day, month and year in words.

A time without an offset counts as UTC: pages that leave it out are read on machines all over the world, and a wrong
offset is worse than a stated convention.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from cleaners.metadata.months import MONTHS, ZONES

MAX_CHARS = 200  # of a value that may hold a date
YEARS = range(1600, 2101)

_NUMBERS = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d:])(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4})(?!\d)")
_IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|re|\.|º|ª)?[ -]?(?:de |d')?([^\W\d_]{3,12})[.,]?[ -]?(?:de |del )?,? ?"
    r"(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (?:de )?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[.,]? ([^\W\d_]{3,12})\.? (\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4])[:.h時시] ?([0-5]\d)(?:[:.]([0-5]\d))?(?:[.,]\d{1,9})?")
_HALF = re.compile(r" ?([ap])\.? ?m\b")
_OFFSET = re.compile(r" ?(?:(?:gmt|utc) ?)?([+\-−])(\d\d?):?(\d\d)?(?!\d)")
_ZONE = re.compile(r" ?\(?([a-z]{1,5})\b")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def parse_date(value: object, *, month_first: bool = False) -> datetime | None:
    """The aware datetime that a value states, None for anything else.

    month_first: whether 3/4/2020 is the 4th of March, as in the United States.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _epoch(value)
    if not isinstance(value, str) or not value or len(value) > MAX_CHARS:
        return None
    text = " ".join(_plain_digits(value).casefold().split())
    if _EPOCH.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _epoch(float(text))
    return _written(text, month_first=month_first)


def _plain_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9 and full-width signs as plain ones."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _epoch(seconds: float) -> datetime | None:
    if seconds > 1e11:
        seconds /= 1000
    if not 1e8 < seconds < 4e9:  # also false for NaN
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _written(text: str, *, month_first: bool) -> datetime | None:
    found = _NUMBERS.search(text) or _ASIAN.search(text)
    if found:
        return _build(found[1], found[2], found[3], text[found.end() :])
    if found := _COMPACT.search(text):
        clock = f"{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else ""
        return _build(found[1], found[2], found[3], clock + text[found.end() :])
    if found := _DAY_FIRST.search(text):
        day, month = _day_and_month(found[1], found[2], month_first=month_first and "/" in found[0])
        return _build(found[3], month, day, _rest(text, found))
    return _in_words(text)


def _in_words(text: str) -> datetime | None:
    for pattern, year, month, day in ((_IN_WORDS, 3, 2, 1), (_MONTH_FIRST, 3, 1, 2), (_YEAR_FIRST, 1, 2, 3)):
        for found in pattern.finditer(text):
            if number := MONTHS.get(_unaccented(found[month])):
                return _build(found[year], number, found[day], _rest(text, found))
    return None


def _rest(text: str, found: re.Match[str]) -> str:
    """What follows the day; what stands before it where the clock comes first."""
    after = text[found.end() :]
    return after if _CLOCK.search(after) else text[: found.start()]


def _day_and_month(first: str, second: str, *, month_first: bool) -> tuple[str, str]:
    if int(first) > 12 or (int(second) <= 12 and not month_first):
        return first, second
    return second, first


def _unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _build(year: str, month: str | int, day: str, rest: str) -> datetime | None:
    clock = _CLOCK.search(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    after = rest[clock.end() :] if clock else ""
    if half := _HALF.match(after):
        hour = hour % 12 + (12 if half[1] == "p" else 0)
        after = after[half.end() :]
    if int(year) not in YEARS:
        return None
    try:
        return datetime(int(year), int(month), int(day), hour % 24, minute, second, tzinfo=_zone(after))
    except ValueError:
        return None


def _zone(after: str) -> timezone:
    """UTC where nothing else is stated."""
    if offset := _OFFSET.match(after):
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] != "+" else span) if span < timedelta(hours=16) else UTC
    name = _ZONE.match(after)
    return timezone(timedelta(hours=ZONES[name[1]])) if name and name[1] in ZONES else UTC
