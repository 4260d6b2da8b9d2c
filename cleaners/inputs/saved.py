"""What browsers and page savers write into a page about where it came from."""

import re
from urllib.parse import urlsplit

LOOK = 8192
LONGEST = 2_000  # characters of an address; browsers and servers stop around there
MARKS = (
    re.compile(rb"<!--\s{0,20}saved from url=\(\d{1,6}\)(\S{1,2000})", re.IGNORECASE),  # "Save as" in browsers
    re.compile(rb"Page saved with SingleFile\s{1,20}url:\s{0,9}(\S{1,2000})", re.IGNORECASE),
    re.compile(rb"<meta name=[\"']?savepage-url[\"']? content=[\"']([^\"']{1,2000})", re.IGNORECASE),  # Save Page WE
    re.compile(rb"<!--\s{0,20}Mirrored from (\S{1,2000}) by HTTrack", re.IGNORECASE),
)


def saved_from(data: bytes) -> str | None:
    """The address a saved page was loaded from, where the saver wrote it near the top."""
    head = data[:LOOK]
    for mark in MARKS:
        if found := mark.search(head):
            address = found[1].decode("utf-8", "replace").replace("&amp;", "&")
            return web_address(address if "://" in address else f"http://{address}")
    return None


def web_address(text: str | None) -> str | None:
    """The text, without credentials, if it is an http or https address with a host and nothing that could deceive."""
    if not text or len(text) > LONGEST or not text.isprintable() or " " in text or "\ufffd" in text:
        return None
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else text
