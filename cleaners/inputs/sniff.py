"""What bytes are, whatever the file is called."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Literal, NamedTuple

from cleaners.decode import escaped_codec, utf16_codec

LOOK = 65_536  # bytes that are looked at

UTF_32 = "text in UTF-32, which no browser reads"
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", UTF_32),
    (b"\x00\x00\xfe\xff", UTF_32),
    (b"<\x00\x00\x00", UTF_32),
    (b"\x00\x00\x00<", UTF_32),
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
# how scripts and style sheets begin, behind white space and comments; text/html is what many servers call everything
# (no group is repeated possessively: the first releases of Python 3.11 match that wrongly)
LEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/|//[^\n]*+\n)*[;!(+~-]*+")
SCRIPT = re.compile(
    rb"[\"']use strict[\"']|function\b\s*[\w$]{0,80}\s*\(|\(?[\w$,\s]{0,200}\)\s*=>|(?:define|require)\s*\(|"
    rb"(?:var|let|const)\s+[\w${[][^=;\n]{0,200}=[^=]|(?:window|self|document|module)[.\[][\w\"']|"
    rb"import\s*[{*\"']|export\s+(?:default|const|function)\s"
)
STYLES = re.compile(
    rb"@(?:charset|import|font-face|media)\b|[.#:*\w][^{}<;]{0,200}\{\s*[a-z-]{2,40}\s*:[^{}<>;]{1,200}[;}]"
)
DOCUMENT = re.compile(rb"<(?:!doctype|html|body)[\s>]", re.IGNORECASE)
JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,200}\"\s*:")
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
TAG = re.compile(
    rb"<(?:!doctype html|/?(?:html|head|title|meta|link|body|main|article|section|header|footer|nav|aside|div|span|p|a|"
    rb"br|h[1-6]|ul|ol|li|table|tr|td|th|img|script|style|b|i|em|strong|font|center|form|blockquote|pre|plaintext|iframe|"
    rb"noscript))[\s/>]",
    re.IGNORECASE,
)
# MIME headers: the first of them, and those that tell a saved page from any other text with lines like "Name: value"
MIME_START = re.compile(rb"\s*[A-Za-z][A-Za-z-]{1,39}:[^\n]*\n")
MIME_TYPE = re.compile(
    rb"^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html|application/xhtml)",
    re.IGNORECASE | re.MULTILINE,
)
MIME_VERSION = re.compile(rb"^(?:mime-version|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE)
BLANK_LINE = re.compile(rb"\n\r?\n")
CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))

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
    if _is_mime(data):
        return Sniffed("mhtml")
    return _markup(_narrow(head))


def _is_mime(data: bytes) -> bool:
    """By the header up to the first blank line, however long it is."""
    start = MIME_START.match(data)
    if not start:
        return False
    blank = BLANK_LINE.search(data, start.end() - 1)
    end = blank.start() if blank else len(data)
    return MIME_TYPE.search(data, 0, end) is not None and MIME_VERSION.search(data, 0, max(end, LOOK)) is not None


def _markup(head: bytes) -> Sniffed:
    opening = OPENING.match(head)
    start = head[opening.end() : opening.end() + 200] if opening else head
    if FEED.match(start):
        return Sniffed("other", "a feed or sitemap")
    if JSON.match(head):
        return Sniffed("other", "JSON data")
    if code := _code(head):
        return Sniffed("other", code)
    if SVG.match(start):
        return Sniffed("other", "an SVG image")
    tagged = TAG.search(head) is not None
    controls = len(head) - len(head.translate(None, CONTROL)) if escaped_codec(head) != "iso2022_kr" else 0
    if controls > len(head) // (20 if tagged else 50) + 2 or (not tagged and _noise(head)):
        return Sniffed("other", "binary data")
    return Sniffed("html" if tagged or not start.strip() or start[:2] in {b"<!", b"<?"} else "text")


def _code(head: bytes) -> str:
    """What code it is; empty where it is none, or a page that begins with some."""
    lead = LEAD.match(head)
    if lead is None or DOCUMENT.search(head):
        return ""
    if SCRIPT.match(head, lead.end()):
        return "a script"
    return "a style sheet" if STYLES.match(head, lead.end()) else ""


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
