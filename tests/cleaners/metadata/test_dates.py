from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.metadata.dates import MAX_CHARS, parse_date


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-05-15T20:35:00Z", utc(2020, 5, 15, 20, 35)),
        ("2020-05-15T20:35:07.123456Z", utc(2020, 5, 15, 20, 35, 7)),
        ("2020-05-15T20:35", utc(2020, 5, 15, 20, 35)),
        ("2020-5-5", utc(2020, 5, 5)),
        ("2020/05/15 08:05", utc(2020, 5, 15, 8, 5)),
        ("20200515", utc(2020, 5, 15)),
        ("20200515T203500Z", utc(2020, 5, 15, 20, 35)),
        ("20200515203500", utc(2020, 5, 15, 20, 35)),
        ("Fri, 15 May 2015 20:35:00 +0000", utc(2015, 5, 15, 20, 35)),
        ("15 May 2015 20:35 GMT", utc(2015, 5, 15, 20, 35)),
        ("May 15th, 2015 at 8:35 p.m.", utc(2015, 5, 15, 20, 35)),
        ("12:05 AM, Sept. 5, 2020", utc(2020, 9, 5, 0, 5)),
        ("15. März 2021, 12.30 Uhr", utc(2021, 3, 15, 12, 30)),
        ("1er janvier 2021 à 9h05", utc(2021, 1, 1, 9, 5)),
        ("15 de mayo de 2015", utc(2015, 5, 15)),
        ("3 grudnia 2019", utc(2019, 12, 3)),
        ("2. února 2022", utc(2022, 2, 2)),
        ("7 août 2022", utc(2022, 8, 7)),
        ("15 августа 2016, 13:43", utc(2016, 8, 15, 13, 43)),
        ("5 Ağustos 2023", utc(2023, 8, 5)),
        ("2023. március 5.", utc(2023, 3, 5)),
        ("2015年5月15日 12時30分", utc(2015, 5, 15, 12, 30)),
        ("2015년 5월 15일", utc(2015, 5, 15)),
        ("٢٠٢٠-٠٥-١٥", utc(2020, 5, 15)),
        ("２０２０－０５－１５", utc(2020, 5, 15)),
        ("15.05.2020 12:30", utc(2020, 5, 15, 12, 30)),
        ("13/04/2020", utc(2020, 4, 13)),
        ("04/13/2020", utc(2020, 4, 13)),
        ("1431722100", utc(2015, 5, 15, 20, 35)),
        (1431722100, utc(2015, 5, 15, 20, 35)),
        (1431722100000, utc(2015, 5, 15, 20, 35)),
        ("1851-09-18", utc(1851, 9, 18)),
    ],
)
def test_dates_that_pages_write(value: object, expected: datetime) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("2020-05-15T20:35:00+02:00", 2),
        ("2020-05-15T20:35:00+0200", 2),
        ("2020-05-15T20:35:00 +02", 2),
        ("2020-05-15 20:35 CEST", 2),
        ("2020-05-15T20:35:00-05:00[America/Chicago]", -5),
        ("2020-05-15T20:35:00−05:00", -5),
        ("May 15, 2020 8:35 pm EST", -5),
        ("Fri May 15 2020 20:35:00 GMT+0530 (IST)", 5.5),
        ("2020-05-15 20:35", 0),
    ],
)
def test_the_offset_is_kept_and_a_missing_one_is_utc(value: str, hours: float) -> None:
    read = parse_date(value)
    assert read is not None
    assert (read.hour, read.minute, read.utcoffset()) == (20, 35, timedelta(hours=hours))


def test_day_and_month_change_places_in_the_united_states() -> None:
    assert parse_date("3/4/2020") == utc(2020, 4, 3)
    assert parse_date("3/4/2020", month_first=True) == utc(2020, 3, 4)
    assert parse_date("3.4.2020", month_first=True) == utc(2020, 4, 3)


@pytest.mark.parametrize(
    "value",
    [
        None, "", "yesterday", "2020-02-31", "2020-13-01", "99999999999999999999", True, [], {}, float("nan"),
        float("inf"), -5, 12, 10**30, "0000-00-00", "3 Smarch 2020", "12:30", "1" * 300_000,
        "2020-01-01" + " " * MAX_CHARS,
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_date(value) is None


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2099, 12, 31)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_iso_dates_come_back_as_they_went(naive: datetime, offset: int) -> None:
    stated = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_date(stated.isoformat()) == stated


@given(st.text(alphabet="0123456789-/.: TZ+apm年月日janMay,٣", max_size=40) | st.text() | st.floats() | st.integers())
def test_anything_gives_an_aware_date_or_none(value: object) -> None:
    read = parse_date(value)
    assert read is None or read.utcoffset() is not None
