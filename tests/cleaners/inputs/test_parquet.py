"""Pages in the rows of Parquet files."""

from datetime import UTC, datetime

import pytest

from cleaners.inputs import InputLimits, Refused, read_inputs

pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
from pyarrow import parquet  # noqa: E402

PAGE = "<html><body><p>Story {} about the r\u00edver and the bridge over it.</p></body></html>"
WHEN = datetime(2026, 1, 5, 6, tzinfo=UTC)


def read(path, **limits):
    return list(read_inputs([str(path)], limits=InputLimits(**limits)))


@pytest.fixture
def write(tmp_path):
    def make(columns):
        parquet.write_table(pa.table(columns), tmp_path / "pages.parquet", row_group_size=20)
        return tmp_path / "pages.parquet"

    return make


def test_each_row_is_a_page_with_its_address_and_date(write):
    pages = [PAGE.format(number) for number in range(50)]
    urls = [f"https://user:secret@news.org/{number}" for number in range(50)]
    found = read(write({"URL": urls, "html": pages, "warc_date": [WHEN] * 50, "other": [1] * 50}))
    assert [each.data.decode() for each in found] == pages
    assert [each.url for each in found] == [f"https://news.org/{number}" for number in range(50)]
    assert {(each.charset, each.fetched_at) for each in found} == {("utf-8", WHEN)}
    assert found[-1].name.endswith("pages.parquet:row 50")


def test_bytes_and_dates_as_text_are_read_too(write):
    (found,) = read(write({"content": [PAGE.format(1).encode()], "fetched_at": [WHEN.isoformat()]}))
    assert (found.url, found.charset, found.fetched_at) == (None, None, WHEN)


def test_rows_without_a_page_are_named(write):
    found = read(
        write({"html": [None, "", "x" * 5_001, PAGE.format(1)], "url": [None, "3", "4", "no address"]}),
        page_bytes=5_000,
    )
    assert [each.reason for each in found if isinstance(each, Refused)] == [
        "no page in the row",
        "an empty file",
        "larger than 5,000 bytes",
    ]
    assert found[-1].url is None


@pytest.mark.parametrize("columns", [{"text": ["a"]}, {"html": [5], "x": [1]}])
def test_files_without_pages_say_so(write, columns):
    (found,) = read(write(columns))
    assert found.reason.startswith(("a Parquet file without a column of pages", "no page in the row"))


def test_a_damaged_file_is_named(write):
    path = write({"html": [PAGE.format(number) for number in range(50)]})
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:200] + bytes(200) + whole[400:], b"PAR1"):
        path.write_bytes(damaged)
        assert read(path)[-1].reason.startswith("damaged Parquet file: ")
