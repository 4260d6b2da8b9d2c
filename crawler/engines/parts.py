"""Large WARC files in parts: each is a WARC file too, and together they hold the same records.

A part begins at a record and ends at one, so that whoever reads it needs no other part, and the same code reads it.
"""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from cleaners.inputs import File
from cleaners.inputs.records import Record, read_records
from cleaners.inputs.unpack import MEMBER
from cleaners.inputs.warc import MAGIC
from crawler.archive.members import member_at
from crawler.remote import RemoteFile, part

SURE = 1 << 17  # bytes; no file within a record looks like one for so long: deflate stores at most 65,535 as they are
WINDOWS = (1 << 20, 1 << 23)  # bytes that are looked through for a cut, the second only where the first did not do
MISSES = 10  # in one window: offsets at which no whole record begins; a hostile file may be full of them
CHUNK = 1 << 24
PAGES = frozenset(("response", "resource", "revisit"))
PAGE = re.compile(rb"^WARC-Type:[ \t]*(?:response|resource|revisit)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(File):
    """The bytes of a file from `start` on, `size` of them."""

    whole: File
    start: int

    def open(self) -> io.BufferedReader:
        """A copy of them that is gone once it is closed. Raises OSError."""
        with ExitStack() as undo:
            copy = undo.enter_context(tempfile.TemporaryFile(prefix="wirebrush-"))
            for at in range(0, self.size, CHUNK):
                copy.write(_bytes(self.whole, self.start + at, min(CHUNK, self.size - at)))
            copy.seek(0)
            undo.pop_all()
        return cast("io.BufferedReader", copy)


def parts(file: File, length: int) -> list[File]:
    """A file of at least twice the length in parts of about that length; whole, where it cannot be cut.

    That is a WARC file, not packed (in an object store such a file stays whole), or of one gzip member a record. Every
    part holds a page record.
    """
    try:
        edges = [0, *_cuts(file, length), file.size] if file.size >= 2 * length else []
    except OSError:  # whoever is to read it will say so
        edges = []
    if len(edges) < 3:
        return [file]
    return [_part(file, start, end) for start, end in pairwise(edges)]


def _part(file: File, start: int, end: int) -> Part:
    return Part(
        name=file.name,
        place=file.place,
        size=end - start,
        modified=file.modified,
        named=file.named,
        whole=file,
        start=start,
    )


def _cuts(file: File, length: int) -> Iterator[int]:
    head = _bytes(file, 0, 64)
    if head.startswith(MEMBER):
        yield from _between_members(file, length)
    elif MAGIC.match(head) and not isinstance(file, RemoteFile):
        yield from _between_records(file, length)


def _between_members(file: File, length: int) -> Iterator[int]:
    at: int | None = 0
    while at is not None and at + 2 * length <= file.size:
        at = next(filter(None, (_sure(file, at + length, window) for window in WINDOWS)), None)
        if at is not None:
            yield at


def _sure(file: File, offset: int, window: int) -> int | None:
    """Where the first page record begins that lies behind a long run of whole records, and behind a page among these.

    The run tells true members from what looks like one, and that damage before it has an end: a reader that comes from
    the beginning has found into step again.
    """
    data = _bytes(file, offset, window)
    stream = io.BytesIO(data)
    at, misses, run, page = 0, 0, 0, False
    while misses < MISSES and at >= 0 and (member := member_at(stream, at)):
        if member.data is None:
            at, misses, run, page = data.find(MEMBER, at + 1), misses + 1, 0, False
            continue
        is_page = bool(PAGE.search(member.data.partition(b"\r\n\r\n")[0]))
        if is_page and page and run >= SURE:
            return offset + at
        at, run, page = at + member.length, run + member.length, page or is_page
    return None


def _between_records(file: File, length: int) -> Iterator[int]:
    """Read from the beginning: only so it is known what is a record and what the text of one."""
    with file.open() as stream:
        read = [(_kind(each), stream.tell()) for each in read_records(stream, 0)]
    last = max((end for kind, end in read if kind in PAGES), default=0)
    at = 0
    for (kind, end), (behind, _) in pairwise(read):
        if kind in PAGES and behind is not None and end < last and end - at >= length and file.size - end >= length:
            yield end
            at = end


def _kind(found: Record | int) -> str | None:
    """The type of a record; None for bytes that are none."""
    return found.headers.get("warc-type", "") if isinstance(found, Record) else None


def _bytes(file: File, start: int, length: int) -> bytes:
    """Raises OSError."""
    if isinstance(file, RemoteFile):
        return part(file.name, start, length)
    with file.open() as stream:
        stream.seek(start)
        return stream.read(length)
