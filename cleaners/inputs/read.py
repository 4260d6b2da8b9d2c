"""Paths in, pages and reasons out."""

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from cleaners.inputs.label import ARCHIVES, PAGES, Label
from cleaners.inputs.page import read_page
from cleaners.inputs.plain import read_plain
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.unpack import GZIP, Gunzip
from cleaners.inputs.walk import File, find
from cleaners.inputs.zipped import MAGIC_ZIP, read_zip

STDIN = "-"
MAGIC_PARQUET = b"PAR1"


class Find(Protocol):
    """Tells the files under a path, and what is no file."""

    def __call__(self, given: str, *, prefixed: bool) -> Iterator[File | Refused]:
        """prefixed: places begin with the name of the folder given."""
        ...


def read_inputs(
    paths: Sequence[str], *, limits: InputLimits | None = None, stdin: BinaryIO | None = None, find: Find = find
) -> Iterator[Source | Refused]:
    """Every page under `paths`: files, folders (all files in them), glob patterns, zip, WARC and WACZ archives.

    "-" reads `stdin`; another `find` may know paths that are not of this machine. One page is in memory at a time. Each
    input that gives no page comes back as Refused, none is dropped, and none raises.
    """
    limits = limits or InputLimits()
    for given in paths:
        if given == STDIN:
            yield from _read_stdin(stdin, limits)
            continue
        for found in find(given, prefixed=len(paths) > 1):
            if isinstance(found, Refused):
                yield found
            else:
                yield from read_file(found, limits)


def _read_stdin(stdin: BinaryIO | None, limits: InputLimits) -> Iterator[Source | Refused]:
    label = Label(name="standard input", place="stdin", named=True)
    data = stdin.read(limits.page_bytes + 1) if stdin else b""
    if len(data) > limits.page_bytes:
        yield label.failed(f"larger than {limits.page_bytes:,} bytes; give a file instead")
    else:
        yield from _read_stream(io.BufferedReader(io.BytesIO(data)), label, limits, len(data))


def read_file(file: File, limits: InputLimits) -> Iterator[Source | Refused]:
    """Every page in one file; one that cannot be read comes back as Refused."""
    label = Label(name=file.name, place=file.place, named=file.named, modified=file.modified)
    try:
        with file.open() as stream:
            yield from _read_stream(stream, label, limits, file.size)
    except OSError as error:
        yield label.failed(f"cannot be read: {error.strerror or error}")


def _read_stream(stream: io.BufferedReader, label: Label, limits: InputLimits, size: int) -> Iterator[Source | Refused]:
    magic = stream.read(4)
    stream.seek(0)
    if magic in MAGIC_ZIP and label.suffix not in PAGES:
        yield from read_zip(stream, label, limits, size)
    elif magic == MAGIC_PARQUET:
        yield from _read_parquet(stream, label, limits)
    elif magic.startswith(GZIP):
        gunzip = Gunzip(stream, limits.budget(size))
        yield from read_plain(io.BufferedReader(gunzip), gunzip, label, limits, _page)
    else:
        yield from read_plain(stream, None, label, limits, _page)


def _read_parquet(stream: io.BufferedReader, label: Label, limits: InputLimits) -> Iterator[Source | Refused]:
    """Imported when there is one: pyarrow is an extra, and slow."""
    try:
        from cleaners.inputs.parquet import read_parquet
    except ImportError:
        yield label.failed("a Parquet file; to read it: pip install 'wirebrush[parquet]'")
        return
    yield from read_parquet(stream, label, limits)


def _page(data: bytes, label: Label, limits: InputLimits) -> Source | Refused:
    if label.suffix in ARCHIVES:
        return label.failed(f"no {label.suffix} archive in it") if data.strip() else label.skipped("an empty file")
    return read_page(data, label, limits)
