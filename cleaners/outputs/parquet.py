"""Articles as a Parquet file: lists as lists, times as UTC timestamps. Needs the extra `wirebrush[parquet]`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from cleaners.characters import inert

TYPES = {
    "authors": pa.list_(pa.string()),
    "tags": pa.list_(pa.string()),
    "published": pa.timestamp("us", tz="UTC"),
    "modified": pa.timestamp("us", tz="UTC"),
    "fetched_at": pa.timestamp("us", tz="UTC"),
    "paywalled": pa.bool_(),
    "gone": pa.bool_(),
    "version": pa.int64(),
}
ROWS = 500  # of a row group; more of them compress better and take more memory


class Parquet:
    """A `RecordWriter`."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str]) -> None:
        self._schema = pa.schema([(name, TYPES.get(name, pa.string())) for name in columns])
        self._writer = ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[dict[str, object]] = []

    def write(self, record: Mapping[str, object]) -> None:
        """One row, held back until its row group is full."""
        self._rows.append({name: _typed(name, record.get(name)) for name in self._schema.names})
        if len(self._rows) >= ROWS:
            self._flush()

    def close(self) -> None:
        """Write what was held back, and the file's index."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
            self._rows.clear()


def _typed(name: str, value: object) -> object:
    if isinstance(value, str):
        return datetime.fromisoformat(value) if TYPES.get(name) == TYPES["published"] else inert(value)
    return [inert(str(each)) for each in value] if isinstance(value, list | tuple) else value
