"""A file of gzip members, one record each: which are whole, and where a torn one begins."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1 << 16
LONGEST = 1 << 28  # bytes of one record after decompression; no page comes near, a bomb stops here
GZIP = 31  # window bits: a gzip header is expected
MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member. `data` is its content; None where it is damaged or torn, `length` then up to the next whole."""

    offset: int
    length: int
    data: bytes | None


def members(file: BinaryIO, offset: int = 0) -> Iterator[Member]:
    """Every member from `offset` on, damaged ones too.

    The checksum and the length that gzip keeps behind the content are checked, and that the content is one whole
    record: readers of WARC files take a torn one for whole.
    """
    while True:
        member = member_at(file, offset)
        if member is None:
            return
        if member.data is None:
            behind = _next_whole(file, offset + 1)
            member = Member(offset, behind - offset, None)
        yield member
        offset += member.length


def member_at(file: BinaryIO, offset: int) -> Member | None:
    """The member at the offset, with data None where it is not whole; None at the end of the file."""
    file.seek(offset)
    inflate = zlib.decompressobj(GZIP)
    data, taken = bytearray(), 0
    try:
        while not inflate.eof and len(data) <= LONGEST and (chunk := file.read(CHUNK)):
            taken += len(chunk)
            data += inflate.decompress(chunk)
    except zlib.error:
        return Member(offset, taken, None)
    if not taken:
        return None
    whole = inflate.eof and len(data) <= LONGEST and is_whole(bytes(data))
    return Member(offset, taken - len(inflate.unused_data), bytes(data) if whole else None)


def is_whole(record: bytes) -> bool:
    """Whether the bytes are exactly one WARC record, as long as its header says."""
    head, gap, rest = record.partition(b"\r\n\r\n")
    if not gap or not head.startswith(b"WARC/1."):
        return False
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return value.strip().isdigit() and len(rest) == int(value) + 4 and rest.endswith(b"\r\n\r\n")
    return False


def _next_whole(file: BinaryIO, offset: int) -> int:
    """Where the next whole member begins; the end of the file where there is none."""
    file.seek(offset)
    at, tail = offset, b""
    while chunk := file.read(CHUNK):
        window = tail + chunk
        found = window.find(MAGIC)
        while found >= 0:
            start = at - len(tail) + found
            member = member_at(file, start)
            if member is not None and member.data is not None:
                return start
            found = window.find(MAGIC, found + 1)
        at += len(chunk)
        tail = window[-2:]
        file.seek(at)
    return at
