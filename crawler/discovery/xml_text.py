"""An XML document as a parser may see it: unpacked, in UTF-8, from its first tag on, without a document type."""

import re
import zlib
from html import escape, unescape

from cleaners.decode import decode
from cleaners.inputs.codings import inflate
from crawler.discovery.errors import DiscoveryError

MAX_UNPACKED = 52_428_800  # 50 MiB, the sitemap protocol's limit for one file
GZIP = b"\x1f\x8b"
GUNZIP = zlib.MAX_WBITS | 16
CHUNK = 65_536
MAX_PIECES = 20_000  # a body of more is made of tiny gzip members, each of which costs time
HEAD = 4096  # bytes that hold what stands before the first tag
DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}\?>")
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[<>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
MAX_DOCTYPE = 262_144  # bytes in which a document type must end
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
CONTROL = bytes({*range(32)} - {*b"\t\n\r"})  # no character of XML; parsers end the document there
# every ampersand but those of XML's own five references; with the name or number of a reference where it begins one
REFERENCE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos);)(?:(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)?"
)
CDATA, CDATA_END = b"<![CDATA[", b"]]>"


def plain(body: bytes, charset: str | None = None) -> bytes:
    """The bytes in UTF-8 without a byte order mark, unpacked where they are gzip, at most `MAX_UNPACKED` of them.

    charset: what an HTTP header said. A document that says a wrong encoding of itself is read in the right one.
    """
    return decode(_unpacked(body), charset).encode("utf-8", "replace")


def well_formed(document: bytes) -> bytes:
    """What `plain` gave, with what makes parsers stop or lose text put right: junk in front, HTML's references.

    Raises DiscoveryError where it is empty, HTML, or no XML.
    """
    document = document.translate(None, CONTROL)
    head = document[:HEAD]
    if not head.strip():
        raise DiscoveryError("empty")
    if HTML.search(head):
        raise DiscoveryError("an HTML page, not XML")
    if b"<" not in head:
        raise DiscoveryError("not XML")
    declaration = DECLARATION.search(head)
    return _mended(_without_doctype(document[declaration.end() if declaration else head.index(b"<") :]))


def _unpacked(body: bytes) -> bytes:
    """All members of a gzip body; one that is damaged or cut gives what came before."""
    if not body.startswith(GZIP):
        return body[:MAX_UNPACKED]
    stream = zlib.decompressobj(GUNZIP)
    pieces: list[bytes] = []
    at, left, piece = 0, MAX_UNPACKED, b""
    while (at < len(body) or piece) and left > 0 and len(pieces) < MAX_PIECES:
        if stream.eof and not body.startswith(GZIP, at):
            break
        stream = zlib.decompressobj(GUNZIP) if stream.eof else stream
        try:
            piece, at = inflate(stream, body, at, min(CHUNK, left))
        except zlib.error:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _without_doctype(document: bytes) -> bytes:
    """Without a document type there are no entities to expand or to load."""
    start = document[:MAX_DOCTYPE].upper().find(b"<!DOCTYPE")
    if start < 0:
        return document
    found = DOCTYPE.match(document, start, start + MAX_DOCTYPE)
    if not found:
        raise DiscoveryError("a document type without end")
    return document[:start] + document[found.end() :]


def _mended(document: bytes) -> bytes:
    """Bare ampersands, and references that HTML knows and XML does not, written as XML; CDATA is text as it is.

    After one of them the parser drops the ampersands of all addresses that follow.
    """
    if not REFERENCE.search(document):
        return document
    parts: list[bytes] = []
    at = 0
    while at < len(document):
        start = document.find(CDATA, at)
        start = start if start >= 0 else len(document)
        end = document.find(CDATA_END, start)
        end = end if end >= 0 else len(document)
        parts += [REFERENCE.sub(_as_xml, document[at:start]), document[start:end]]
        at = end
    return b"".join(parts)


def _as_xml(reference: re.Match[bytes]) -> bytes:
    return escape(unescape(reference[0].decode("ascii")), quote=False).encode("utf-8", "replace")
