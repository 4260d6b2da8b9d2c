"""WARC archives: one page a response record; cut records are named, damage is passed over to the next record."""

import re
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime

from cleaners.inputs.http import Body, PayloadError, described, read_response
from cleaners.inputs.label import Label
from cleaners.inputs.page import read_page
from cleaners.inputs.records import Record, read_records
from cleaners.inputs.saved import web_address
from cleaners.inputs.sniff import sniff
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.unpack import Stream

MAGIC = re.compile(rb"\s*WARC/[01]\.\d")
PAGES = frozenset(("text/html", "application/xhtml+xml"))
CREDENTIALS = re.compile(r"^[^/?#]*@")
# types that say nothing: then the bytes decide (WHATWG MIME Sniffing)
UNKNOWN = frozenset(("", "unknown/unknown", "application/unknown", "*/*", "application/octet-stream"))


def read_warc(stream: Stream, label: Label, limits: InputLimits) -> Generator[Source | Refused, None, int]:
    """Every page of an archive, and a reason for each record that should have been one; returns how many there were."""
    pages = 0
    for record in read_records(stream, limits.page_bytes + 65_536):  # room for the HTTP header
        if isinstance(record, int):
            yield label.failed(f"damaged: {record:,} bytes behind page record {pages} are no record")
        elif record.headers.get("warc-type") in {"response", "resource", "revisit"}:
            pages += 1
            yield _read_record(record, label, limits)
    return pages


def _read_record(record: Record, label: Label, limits: InputLimits) -> Source | Refused:
    address = record.headers.get("warc-target-uri", "").strip("<>")
    label = label.inside(CREDENTIALS.sub("", address.split("://", 1)[-1]) or "no address")
    try:
        body = _body(record, limits.page_bytes)
    except PayloadError as error:
        return Refused(name=label.name, reason=str(error), skipped=error.skipped)
    if body.media_type not in PAGES and (body.media_type not in UNKNOWN or sniff(body.data).kind != "html"):
        return label.skipped(f"not a page: {body.media_type or 'no media type'}")
    page = read_page(body.data, label, limits, body.charset)
    if isinstance(page, Refused):
        return page
    return replace(page, kind="html", url=web_address(address), fetched_at=_date(record))


def _body(record: Record, limit: int) -> Body:
    """Raises PayloadError where the record holds no whole page."""
    if record.headers["warc-type"] == "revisit":
        raise PayloadError("a revisit record; the page itself is in another record", skipped=True)
    if "warc-segment-number" in record.headers:
        raise PayloadError("cut off: only a segment of the page")
    if reason := record.headers.get("warc-truncated"):
        raise PayloadError(f"cut off by the crawler that wrote it ({reason})")
    if record.held < record.claimed:
        raise PayloadError(f"cut off: {record.held:,} bytes of {record.claimed:,}")
    if record.held > len(record.block):
        raise PayloadError(f"larger than {limit:,} bytes")
    if record.headers["warc-type"] == "resource":
        return described(record.block, record.headers.get("content-type", ""))
    return read_response(record.block, limit)


def _date(record: Record) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record.headers.get("warc-date", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
