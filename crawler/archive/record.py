"""Captures as WARC records, each one gzip member."""

import base64
import gzip
import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.archive.entry import Capture, Entry, RecordKind
from crawler.archive.headers import http_head, target_uri

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PAGES: dict[str, RecordKind] = {"response": "response", "revisit": "revisit", "resource": "resource"}
RESPONSE = "application/http; msgtype=response"


def payload_digest(body: bytes) -> str:
    """The payload's name in the archive; SHA-1 in base 32 is what every WARC tool looks duplicates up by."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


def warcinfo(file: str, now: datetime) -> bytes:
    """The first record of every file."""
    fields = f"software: wirebrush/{version('wirebrush')}\r\nformat: WARC File Format 1.1\r\n"
    headers = {"WARC-Filename": file, "Content-Type": "application/warc-fields", "WARC-Date": warc_date(now)}
    return _member(WarcRecordType.warcinfo, headers, fields.encode())


def response(capture: Capture, digest: str) -> bytes:
    """A response as a record; a browser's tree is a `resource`, for no server sent it."""
    headers = _named(capture, digest)
    if capture.rendered:
        return _member(WarcRecordType.resource, headers | {"Content-Type": "text/html; charset=utf-8"}, capture.body)
    block = http_head(capture.status, capture.headers, capture.body) + capture.body
    return _member(WarcRecordType.response, headers | {"Content-Type": RESPONSE}, block)


def revisit(capture: Capture, original: Entry) -> bytes:
    """A record that says: the same payload as `original`, at this time, under these headers."""
    headers = _named(capture, original.digest) | {
        "Content-Type": RESPONSE,
        "WARC-Profile": IDENTICAL,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": warc_date(original.fetched_at),
    }
    return _member(WarcRecordType.revisit, headers, http_head(capture.status, capture.headers, capture.body))


def warc_date(when: datetime) -> str:
    """UTC to the second, the form every version of the format allows."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry(record: bytes, file: str, offset: int, length: int) -> Entry | None:
    """What the index is to know of a record; None for one that holds no page."""
    for parsed in ArchiveIterator(io.BytesIO(record), parse_http=False):
        headers, kind = parsed.headers, PAGES.get(parsed.headers.get("WARC-Type") or "")
        when, url, digest = parsed.record_date, headers.get("WARC-Target-URI"), headers.get("WARC-Payload-Digest")
        if kind and when and url and digest:
            at = when.astimezone(UTC).replace(microsecond=0)
            return Entry(url=url, fetched_at=at, kind=kind, digest=digest, file=file, offset=offset, length=length)
    return None


def _named(capture: Capture, digest: str) -> dict[str, str]:
    return {
        "WARC-Target-URI": target_uri(capture.url),
        "WARC-Date": warc_date(capture.fetched_at),
        "WARC-Payload-Digest": digest,
    }


def _member(kind: WarcRecordType, headers: Mapping[str, str], block: bytes) -> bytes:
    record = WarcRecord()
    record.init_headers(record_type=kind)
    for name, value in headers.items():
        record.headers[name] = value
    record.set_bytes_content(block)
    plain = io.BytesIO()
    record.write(plain, checksum_data=True)
    return gzip.compress(plain.getvalue(), compresslevel=6, mtime=0)
