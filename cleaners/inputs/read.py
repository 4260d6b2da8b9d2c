"""Paths in, pages and reasons out."""

import io
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cleaners.inputs.label import ARCHIVES, PAGES, Label
from cleaners.inputs.page import read_page
from cleaners.inputs.plain import read_plain
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.unpack import GZIP, Gunzip
from cleaners.inputs.walk import Found, find
from cleaners.inputs.zipped import MAGIC_ZIP, read_zip

STDIN = "-"
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def read_inputs(
    paths: Sequence[str], *, limits: InputLimits | None = None, stdin: BinaryIO | None = None
) -> Iterator[Source | Refused]:
    """Every page under `paths`: files, folders (all files in them), glob patterns, zip, WARC and WACZ archives.

    "-" reads `stdin`. One page is in memory at a time. Each input that gives no page comes back as Refused, none is
    dropped, and none raises.
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
                yield from _read_file(found, limits)


def _read_stdin(stdin: BinaryIO | None, limits: InputLimits) -> Iterator[Source | Refused]:
    label = Label(name="standard input", place="stdin", named=True)
    data = stdin.read(limits.page_bytes + 1) if stdin else b""
    if len(data) > limits.page_bytes:
        yield label.failed(f"larger than {limits.page_bytes:,} bytes; give a file instead")
    else:
        yield from _read_stream(io.BufferedReader(io.BytesIO(data)), label, limits, len(data))


def _read_file(found: Found, limits: InputLimits) -> Iterator[Source | Refused]:
    label = Label(name=str(found.path), place=found.place, named=found.named, modified=found.modified)
    try:
        with _open(found.path, follow=found.named) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield label.skipped("no regular file any more")
            else:
                yield from _read_stream(stream, label, limits, found.size)
    except OSError as error:
        yield label.failed(f"cannot be read: {error.strerror or error}")


def _open(path: Path, *, follow: bool) -> io.BufferedReader:
    """Open without waiting for a FIFO that took the file's place, and without following a link that did."""
    flags = NO_WAIT | (0 if follow else NO_LINK)
    return open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags))


def _read_stream(stream: io.BufferedReader, label: Label, limits: InputLimits, size: int) -> Iterator[Source | Refused]:
    magic = stream.read(4)
    stream.seek(0)
    if magic in MAGIC_ZIP and label.suffix not in PAGES:
        yield from read_zip(stream, label, limits, size)
    elif magic.startswith(GZIP):
        gunzip = Gunzip(stream, limits.budget(size))
        yield from read_plain(io.BufferedReader(gunzip), gunzip, label, limits, _page)
    else:
        yield from read_plain(stream, None, label, limits, _page)


def _page(data: bytes, label: Label, limits: InputLimits) -> Source | Refused:
    if label.suffix in ARCHIVES:
        return label.failed(f"no {label.suffix} archive in it") if data.strip() else label.skipped("an empty file")
    return read_page(data, label, limits)
