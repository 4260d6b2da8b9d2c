"""What bytes are, whatever the file is called."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Literal, NamedTuple

from cleaners.decode import utf16_codec

LOOK = 65_536  # bytes that are looked at

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "compressed data"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"\xfd7zXZ", "xz data"),
    (b"BZh", "bzip2 data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or a sound"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOF", "a font"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\x1aE\xdf\xa3", "a film"),
)
MULTIBYTE = ("cp932", "euc_jp", "gb18030", "cp949", "big5hkscs")
OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,20000}?-->\s*|<\?[^>]{0,400}>\s*)*", re.DOTALL)
FEED = re.compile(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE)
JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,200}\"\s*:")
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
TAG = re.compile(
    rb"<(?:!doctype html|/?(?:html|head|title|meta|link|body|main|article|section|header|footer|nav|aside|div|span|p|a|"
    rb"br|h[1-6]|ul|ol|li|table|tr|td|th|img|script|style|b|i|em|strong|font|center|form|blockquote|pre|plaintext|iframe|"
    rb"noscript))[\s/>]",
    re.IGNORECASE,
)
MIME = re.compile(
    rb"(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*+){0,40}?content-type:\s*"
    rb"(?:multipart/(?:related|mixed|alternative)|text/html|application/xhtml)",
    re.IGNORECASE,
)
MIME_VERSION = re.compile(rb"^(?:mime-version|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

Kind = Literal["html", "text", "mhtml", "other", "empty"]


class Sniffed(NamedTuple):
    """The kind, and for "other" and "empty" what is there instead of a page, as a noun phrase."""

    kind: Kind
    what: str = ""


def sniff(data: bytes) -> Sniffed:
    """Tell pages from everything else by the first bytes (magic numbers, MIME headers, tags, control characters)."""
    head = data[:LOOK]
    if not data.strip():
        return Sniffed("empty", "an empty file" if not data else "nothing but white space")
    for magic, what in MAGIC:
        if head.startswith(magic):
            return Sniffed("other", what)
    if head[4:8] == b"ftyp":
        return Sniffed("other", "a film")
    if MIME.match(head.lstrip()) and MIME_VERSION.search(head):
        return Sniffed("mhtml")
    return _markup(_narrow(head))


def _markup(head: bytes) -> Sniffed:
    opening = OPENING.match(head)
    start = head[opening.end() : opening.end() + 200] if opening else head
    if FEED.match(start):
        return Sniffed("other", "a feed or sitemap")
    if JSON.match(head):
        return Sniffed("other", "JSON data")
    if SVG.match(start):
        return Sniffed("other", "an SVG image")
    tagged = TAG.search(head) is not None
    controls = sum(1 for _ in CONTROL.finditer(head))
    if controls > len(head) // (20 if tagged else 50) + 2 or (not tagged and _noise(head)):
        return Sniffed("other", "binary data")
    return Sniffed("html" if tagged or not start.strip() or start[:2] in {b"<!", b"<?"} else "text")


def _narrow(head: bytes) -> bytes:
    """UTF-16 as UTF-8, so that the patterns see its tags."""
    codec = "utf-16" if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else utf16_codec(head)
    return head.decode(codec, "replace").encode("utf-8", "replace") if codec else head


def _noise(head: bytes) -> bool:
    """Whether bytes without a tag are unlike text in any encoding.

    Text in an alphabet keeps ASCII spaces and line ends, of which noise has next to none; text that keeps none is
    valid in one of the encodings of East Asia.
    """
    high = len(head) - len(head.translate(None, bytes(range(0x80, 0x100))))
    spaces = head.count(b" ") + head.count(b"\n")
    if high <= len(head) // 3 or spaces >= len(head) // 40:
        return False
    return all(_invalid(head, codec) for codec in ("utf-8", *MULTIBYTE))


def _invalid(head: bytes, codec: str) -> bool:
    try:
        head.decode(codec)
    except UnicodeDecodeError as error:
        return error.start < len(head) - 4  # else only the last character is cut
    return False
