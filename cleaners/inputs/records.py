"""The records of a WARC file (ISO 28500), each with what really is there of it.

The libraries for it return a cut record as if it were whole, stop at the first damage, or end the process.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.inputs.unpack import Stream

START = re.compile(rb"\s*WARC/[01]\.\d{1,3}\r?\n")
LINE = 65_536  # longest header line
LINES = 200  # most header lines of a record
CHUNK = 1_048_576


@dataclass(frozen=True, slots=True)
class Record:
    """headers: names in lower case. block: content up to a limit. claimed, held: its bytes, by header and in fact."""

    headers: dict[str, str]
    block: bytes
    claimed: int
    held: int


def read_records(stream: Stream, limit: int) -> Iterator[Record | int]:
    """The records in order; an int is the number of bytes that were skipped as no part of any record.

    limit: how much of a record's content is kept.
    """
    junk = 0
    while line := stream.readline(LINE) or stream.readline(LINE):  # some streams end between two records, and go on
        if START.fullmatch(line):
            if junk:
                yield junk
            junk = 0
            yield _read_record(stream, limit)
        elif line.strip(b"\r\n\x00"):
            junk += len(line)
    if junk:
        yield junk


def _read_record(stream: Stream, limit: int) -> Record:
    headers = parse_headers(_header_lines(stream))
    length = headers.get("content-length", "")
    claimed = int(length) if length.isdecimal() and len(length) < 19 else 0
    wanted = min(claimed, limit)
    block = stream.read(wanted) if wanted else b""
    held = len(block)
    while held == wanted < claimed:
        wanted = min(claimed, held + CHUNK)
        held += len(stream.read(wanted - held))
    return Record(headers, block, claimed, held)


def _header_lines(stream: Stream) -> Iterator[bytes]:
    for _ in range(LINES):
        line = stream.readline(LINE)
        if not line.strip():
            return
        yield line


def parse_headers(lines: Iterator[bytes] | list[bytes]) -> dict[str, str]:
    """Names in lower case; the last of a repeated header counts."""
    pairs = (line.partition(b":") for line in lines)
    return {_text(name).lower(): _text(value) for name, colon, value in pairs if colon}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip()
