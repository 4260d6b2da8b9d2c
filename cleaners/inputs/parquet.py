"""Parquet files with a page in each row, as corpora are shared. Needs the extra `wirebrush[parquet]`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from io import BufferedReader

from pyarrow import ArrowException
from pyarrow.parquet import ParquetFile

from cleaners.inputs.label import Label
from cleaners.inputs.page import read_page
from cleaners.inputs.saved import web_address
from cleaners.inputs.source import InputLimits, Refused, Source

PAGES = ("html", "raw_html", "content", "body", "page")
ADDRESSES = ("url", "uri", "target_uri", "warc_target_uri", "warc-target-uri")
DATES = ("fetched_at", "warc_date", "warc-date")
ROWS = 16  # at a time: each may be as long as a page may be


def read_parquet(stream: BufferedReader, label: Label, limits: InputLimits) -> Iterator[Source | Refused]:
    """The pages of a file's rows; the columns are known by their names."""
    try:
        with ParquetFile(stream) as file:
            columns = [_first(names, file.schema_arrow.names) for names in (PAGES, ADDRESSES, DATES)]
            if not columns[0]:
                refuse = label.failed if label.named else label.skipped
                yield refuse(f"a Parquet file without a column of pages, by one of these names: {', '.join(PAGES)}")
                return
            yield from _rows(file, columns, label, limits)
    except (ArrowException, OSError) as error:
        yield label.failed(f"damaged Parquet file: {' '.join(str(error).split())}")


def _first(names: Sequence[str], there: Sequence[str]) -> str:
    known = {name.lower(): name for name in reversed(there)}
    return next((known[name] for name in names if name in known), "")


def _rows(file: ParquetFile, columns: Sequence[str], label: Label, limits: InputLimits) -> Iterator[Source | Refused]:
    number = 0
    for batch in file.iter_batches(ROWS, columns=[name for name in columns if name]):
        for row in batch.to_pylist():
            number += 1
            yield _page([row.get(name) for name in columns], label.inside(f"row {number}"), limits)


def _page(values: Sequence[object], label: Label, limits: InputLimits) -> Source | Refused:
    page, address, date = values
    data = page.encode("utf-8", "replace") if isinstance(page, str) else page
    if not isinstance(data, bytes):
        return label.skipped("no page in the row")
    found = read_page(data, label, limits, "utf-8" if isinstance(page, str) else None)
    if isinstance(found, Refused):
        return found
    return replace(found, url=web_address(str(address or "")) or found.url, fetched_at=_date(date))


def _date(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) and moment.tzinfo else None
