"""HTTP headers as an archive may keep them: no secret, no line break in a value, lengths that fit the body."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from urllib.parse import quote, urlsplit, urlunsplit

SECRET = re.compile(r"cookie|auth(?!or$)|token|api-?key|secret|session", re.IGNORECASE)  # within a header's name
WIRE_ONLY = frozenset({"content-encoding", "content-length", "transfer-encoding"})
NOT_TOKEN = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]")  # RFC 9110, section 5.6.2
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
CREDENTIALS = re.compile(r"(?<=://)[^\s/?#@]*(?:@[^\s/?#@]*)*@")
URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


def target_uri(url: str) -> str:
    """The address without credentials, as ASCII."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket out of place in the host
        return quote(CREDENTIALS.sub("", url), safe=URL_SAFE, errors="replace")
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return quote(bare, safe=URL_SAFE, errors="replace")


def http_head(status: int, headers: Mapping[str, str], body: bytes) -> bytes:
    """Status line and headers of a response whose body is now `body`, closed by an empty line."""
    lines = [f"HTTP/1.1 {status} {_phrase(status)}".rstrip(), *_kept(headers), f"Content-Length: {len(body)}"]
    return b"".join(_encode(line) + b"\r\n" for line in lines) + b"\r\n"


def _kept(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        lower = name.strip().lower()
        if not lower or SECRET.search(lower):
            continue
        shown = NOT_TOKEN.sub("-", name.strip())
        prefix = "X-Archive-Orig-" if lower in WIRE_ONLY else ""
        yield f"{prefix}{shown}: {CREDENTIALS.sub('', CONTROL.sub(' ', value)).strip()}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _encode(line: str) -> bytes:
    """Headers are latin-1 where they can be: what Scrapy decoded comes out as the bytes it was."""
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")
