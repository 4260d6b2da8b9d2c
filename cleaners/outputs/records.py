"""Articles as rows: JSON lines, CSV, Parquet."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import BinaryIO, Protocol

from cleaners.article import Article
from cleaners.characters import inert
from cleaners.errors import CleanError
from cleaners.render.lines import json_text

Record = Mapping[str, object]
RECORDS = ("jsonl", "csv", "parquet")
COLUMNS = tuple(field.name for field in fields(Article))
UNSEEN = " \n\u00ad\u200b\u200c\u200d\u2060\u202a\u202b\u202c\u202d\u202e\ufeff"  # what may stand before one unnoticed
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class RecordWriter(Protocol):
    """Takes records as `Article.as_record` makes them, with or without what a store adds."""

    def write(self, record: Record) -> None:
        """One more row. Raises OSError."""

    def close(self) -> None:
        """The end of the file: nothing may be missing after it. Leaves the stream open. Raises OSError."""


def open_records(stream: BinaryIO, form: str, columns: Sequence[str] = COLUMNS) -> RecordWriter:
    """A writer of a format of RECORDS onto a binary stream.

    Raises ValueError for another format and CleanError where Parquet is not installed.
    """
    if form == "jsonl":
        return JsonLines(stream)
    if form == "csv":
        return Table(stream, columns)
    if form == "parquet":
        return _parquet(stream, columns)
    raise ValueError(f"no format {form!r}; there are {', '.join(RECORDS)}")


def _parquet(stream: BinaryIO, columns: Sequence[str]) -> RecordWriter:
    """Imported when asked for: pyarrow is an extra, and slow."""
    try:
        from cleaners.outputs.parquet import Parquet
    except ImportError as error:
        raise CleanError("Parquet needs pyarrow: pip install 'wirebrush[parquet]'") from error
    return Parquet(stream, columns)


class JsonLines:
    """One JSON object a line, for every reader's idea of a line."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, record: Record) -> None:
        """One line."""
        self._stream.write(json_text(record).encode() + b"\n")

    def close(self) -> None:
        """Nothing is held back."""
        self._stream.flush()


class Table:
    """CSV (RFC 4180) in UTF-8: lists joined by "; ", no cell a spreadsheet would calculate."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="", write_through=True)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._columns = columns
        self._writer.writerow(columns)

    def write(self, record: Record) -> None:
        """One row; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
        self._writer.writerow([_cell(record.get(name)) for name in self._columns])

    def close(self) -> None:
        """Hand the stream back, unharmed."""
        self._text.flush()
        self._text.detach()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = inert("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
    return "'" + text if text.lstrip(UNSEEN).startswith(FORMULA) else text
