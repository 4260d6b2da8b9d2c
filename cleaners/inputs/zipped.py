"""zip archives, WACZ among them: members are read in memory, never written out, never trusted in size or name."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from cleaners.inputs.label import Label
from cleaners.inputs.plain import read_plain
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.unpack import GZIP, Gunzip, Stream

MAGIC_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# the other methods are rare, and the library unpacks them without a bound: kilobytes of bzip2 hold gigabytes
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def read_zip(stream: IO[bytes], label: Label, limits: InputLimits, size: int) -> Iterator[Source | Refused]:
    """Each file in the archive, in the order of its directory."""
    try:
        archive = zipfile.ZipFile(stream)
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    except FAULTS as error:
        yield label.failed(f"damaged zip archive: {error}")
        return
    if label.suffix == ".wacz":  # the rest is the format's own indexes
        members = [member for member in members if member.filename.startswith("archive/")]
    if not members:
        yield label.skipped("no file in the archive")
    left = limits.budget(size)
    for member in members:
        left -= min(member.file_size, limits.page_bytes)
        if left < 0:
            yield label.failed("unpacks to far more than its size: a decompression bomb; the rest is left out")
            return
        yield from _member(archive, member, label.inside(member.filename), limits)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, label: Label, limits: InputLimits
) -> Iterator[Source | Refused]:
    if stat.S_ISLNK(member.external_attr >> 16):
        yield label.skipped("a link; links inside archives are not followed")
        return
    if member.flag_bits & 1:
        yield label.failed("encrypted")
        return
    if member.compress_type not in METHODS:
        yield label.failed("compressed in a way that is not read; pages are packed by deflate")
        return
    try:
        with archive.open(member) as packed:
            yield from _content(cast(Stream, packed), label, limits, member.compress_size)
    except FAULTS as error:
        yield label.failed(f"damaged zip archive: {error}")


def _content(packed: Stream, label: Label, limits: InputLimits, size: int) -> Iterator[Source | Refused]:
    gunzip = Gunzip(packed, limits.budget(size)) if packed.peek(2).startswith(GZIP) else None
    plain: Stream = io.BufferedReader(gunzip) if gunzip else packed
    return read_plain(plain, gunzip, label, limits)
