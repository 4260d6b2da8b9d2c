"""Bytes to text, once, before anything parses them."""

import codecs
import re

from w3lib.encoding import resolve_encoding

from cleaners.charsets import KNOWN, guess

LOOK = 65_536  # a meta element further in is not believed; browsers stop at 1,024, pages do not
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
META = re.compile(
    rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
# legacy encodings of the WHATWG standard that are taken at their word; Python knows more, some of them dangerous
BELIEVED = KNOWN | frozenset(
    "iso8859-3 iso8859-4 iso8859-6 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 mac-roman "
    "cp1258 iso2022_jp".split()
)
KOREAN = b"\x1b$)C"  # stands once, before the first letters
WIDE_TAG = re.compile(r"<(?:!doctype|html|head|meta|title|body|div|p|a)[\s>]", re.IGNORECASE)
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of a page.

    A byte order mark decides. Bytes that are valid UTF-8 are UTF-8 whatever the labels say: text in another encoding
    practically never is. Then `charset` (an HTTP header's word) and the page's own meta element, in the order of the
    WHATWG encoding standard, each believed only where the bytes fit it; then the letters decide. A few stray bytes in
    a UTF-8 page become U+FFFD and change nothing else.
    """
    return with_utf8(data, charset)[0]


def with_utf8(data: bytes, charset: str | None = None) -> tuple[str, bytes | None]:
    """As `decode`, and the bytes again if they are that text in UTF-8, which then nobody has to make of it."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), None
    if wide := utf16_codec(data):
        return data.decode(wide, "replace"), None
    if data.isascii() and (escaped := escaped_codec(data, charset)):
        return data.decode(escaped, "replace"), None
    try:
        return data.decode(), data
    except UnicodeDecodeError:
        return _decode_legacy(data, charset), None


def utf16_codec(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: read so it has tags, or its letters have NUL in every second byte."""
    head = data[:4096]
    if 0 not in head:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        if WIDE_TAG.search(head.decode(codec, "replace")):
            return codec
    if head.count(0) * 25 < len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) > max(even, odd) // 8:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def escaped_codec(data: bytes, charset: str | None = None) -> str | None:
    """ISO-2022 and HZ switch to other letters by signs that are ASCII; HZ's are common ones, and so only if named."""
    head = data[:LOOK]
    if KOREAN in head:
        return "iso2022_kr"
    if b"\x1b$" in head:
        return "iso2022_jp_ext"
    return "hz" if b"~{" in data and resolve_encoding(charset or meta_label(data) or "") == "hz" else None


def meta_label(data: bytes) -> str | None:
    """What the page itself says its encoding is."""
    found = META.search(data, 0, LOOK)
    return (found[1] or found[2]).decode("ascii") if found else None


def _decode_legacy(data: bytes, charset: str | None) -> str:
    named = [resolve_encoding(label) for label in (charset, meta_label(data)) if label]
    if _mostly_utf8(data, labelled="utf-8" in named):
        return data.decode("utf-8", "replace")
    labels = tuple(codec for codec in named if codec in BELIEVED)
    return data.decode(guess(data, labels), "replace")


def _mostly_utf8(data: bytes, *, labelled: bool) -> bool:
    """Whether whole UTF-8 sequences outnumber stray bytes; in other encodings they come up by chance only."""
    sample = data[: 8 * LOOK]
    whole = sum(1 for _ in SEQUENCE.finditer(sample))
    stray = sample.decode("utf-8", "replace").count("\ufffd")
    return whole >= stray * (1 if labelled else 2)
