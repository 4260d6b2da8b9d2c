"""HTTP responses as archives keep them: header, then a body that may be chunked and compressed."""

import re
from dataclasses import dataclass

from cleaners.inputs.codings import CodingError, decode
from cleaners.inputs.records import parse_headers
from cleaners.inputs.sniff import sniff

UNSAID = ((b"\x1f\x8b", "gzip"), (b"(\xb5/\xfd", "zstd"))  # what bodies are packed with though no header says so
STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
BLANK = re.compile(rb"\r?\n\r?\n")
CHUNK = re.compile(rb"\r?\n?([0-9a-fA-F]{1,8})[^\n]{0,200}\n")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


class PayloadError(Exception):
    """A record without a page; the message says why."""

    def __init__(self, reason: str, *, skipped: bool = False) -> None:
        """skipped: by policy; else something is wrong with the record."""
        super().__init__(reason)
        self.skipped = skipped


@dataclass(frozen=True, slots=True)
class Body:
    """Plain bytes, and what the header called them."""

    data: bytes
    media_type: str
    charset: str | None


def described(data: bytes, content_type: str) -> Body:
    """The body with its media type, "text/html; charset=utf-8" taken apart."""
    charset = CHARSET.search(content_type)
    return Body(data, content_type.partition(";")[0].strip().lower(), charset[1] if charset else None)


def read_response(block: bytes, limit: int) -> Body:
    """The body of an HTTP response, at most `limit` bytes after decompression.

    Raises PayloadError for a response that is cut, too large, undecodable or no page by its status.
    """
    status, blank = STATUS.match(block), BLANK.search(block)
    if not status or not blank:
        raise PayloadError("no HTTP header in the record")
    if status[1] != b"200":
        raise PayloadError(f"HTTP status {status[1].decode()}", skipped=True)
    headers = parse_headers(block[: blank.start()].splitlines()[1:])
    data = block[blank.end() :]
    length = headers.get("content-length", "")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _dechunk(data)
    elif length.isdecimal() and len(length) < 19 and len(data) < int(length):
        raise PayloadError(f"cut off: {len(data):,} bytes of {int(length):,}")
    plain = _decompress(data, headers.get("content-encoding", "").lower(), limit)
    return described(plain, headers.get("content-type", ""))


def _dechunk(data: bytes) -> bytes:
    """Some crawlers join the chunks and leave the header: bytes that start with none are taken as they are."""
    parts: list[bytes] = []
    at = 0
    while chunk := CHUNK.match(data, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(data[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
    if parts:
        raise PayloadError("cut off: the last chunk is missing")
    return data


def _decompress(data: bytes, said: str, limit: int) -> bytes:
    """Some crawlers unpack the body and leave the header: bytes that are a page are taken as they are."""
    if sniff(data).kind == "html":
        return data
    codings = [coding for name in said.split(",") if (coding := name.strip()) not in {"", "identity"}]
    codings = codings or [coding for magic, coding in UNSAID if data.startswith(magic)]
    try:
        return decode(data, codings, limit)
    except CodingError as error:
        raise PayloadError(str(error)) from error
