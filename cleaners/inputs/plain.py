"""What an unpacked stream holds: a WARC, or one page."""

from collections.abc import Callable, Iterator

from cleaners.inputs.label import Label
from cleaners.inputs.page import read_page
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.unpack import Gunzip, Stream
from cleaners.inputs.warc import MAGIC, read_warc

ReadPage = Callable[[bytes, Label, InputLimits], Source | Refused]


def read_plain(
    plain: Stream, gunzip: Gunzip | None, label: Label, limits: InputLimits, page: ReadPage = read_page
) -> Iterator[Source | Refused]:
    """The pages of a stream, and the fault of what unpacked it, if it had one.

    gunzip: what unpacks `plain`, where anything does. page: makes a page of the bytes of a stream that is no WARC.
    """
    if MAGIC.match(plain.peek(64)) or (gunzip and gunzip.fault and label.suffix == ".warc"):
        yield from _archive(plain, gunzip, label, limits)
        return
    data = plain.read(limits.page_bytes + 1)
    if gunzip is None or not gunzip.fault:
        yield page(data, label, limits)
    else:
        yield label.failed(gunzip.fault)


def _archive(plain: Stream, gunzip: Gunzip | None, label: Label, limits: InputLimits) -> Iterator[Source | Refused]:
    """The pages of a WARC, each record of which is most often a gzip member: damage to one costs no other."""
    found = yield from read_warc(plain, label, limits)
    while gunzip and gunzip.fault:
        yield label.failed(gunzip.fault)
        if not gunzip.resume():
            break
        found += yield from read_warc(plain, label, limits)
    if not found:
        yield label.skipped("no page record in the archive")
