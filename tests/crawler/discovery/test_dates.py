import pytest

from crawler.discovery.dates import parse

DATES = [
    ("2026-01-05", "2026-01-05T00:00:00+00:00"),
    ("2026-01-05T06:00:00+01:00", "2026-01-05T06:00:00+01:00"),
    ("2026-01-05 06:00:00 +0100", "2026-01-05T06:00:00+01:00"),
    ("Mon, 05 Jan 2026 06:00:00 GMT", "2026-01-05T06:00:00+00:00"),
    ("Mon, 05 Jan 2026 06:00:00 CEST", "2026-01-05T06:00:00+02:00"),
    ("05.01.2026 06:00", "2026-01-05T06:00:00+00:00"),
    ("Thu, 1 Jan 1970 00:00:00 GMT", None),
    ("2026-13-45", None),
    ("tomorrow", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "moment"), DATES)
def test_dates_as_feeds_and_sitemaps_write_them(text, moment):
    found = parse(text)
    assert (found and found.isoformat()) == moment
