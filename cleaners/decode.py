"""Bytes to text, once, before anything parses them."""

from w3lib.encoding import html_to_unicode


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of a page: byte order mark, then `charset` (an HTTP header's word), then meta, then a guess."""
    header = f"text/html; charset={charset}" if charset else None
    return html_to_unicode(header, data, default_encoding="utf-8")[1]
