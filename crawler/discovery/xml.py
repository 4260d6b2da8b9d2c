"""XML from strangers, read as a stream: no entities, no document type, no network, bounded depth and size."""

import re
import zlib
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from crawler.discovery.errors import DiscoveryError

CHUNK = 65_536
MAX_UNPACKED = 52_428_800  # 50 MiB, the sitemap protocol's limit for one file
GZIP = b"\x1f\x8b"
DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}\?>")
WRONG_UTF16 = re.compile(rb"""encoding\s*=\s*["']utf-?16[a-z]*["']""", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[<>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL)
MAX_DOCTYPE = 4  # pieces in which a document type must end
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def elements(body: bytes, names: frozenset[str]) -> Iterator[tuple[str, etree._Element]]:
    """Each element whose local name is in `names` when it ends, and the root when it begins, as ("", root).

    A document that breaks off or is not well-formed gives what came before. Whoever calls `forget` on each element
    after use reads a large document in little memory.

    Raises DiscoveryError where the bytes are empty, HTML, or too broken to give any element.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    return _pull(parser, _well_begun(body), names)


def unpacked(body: bytes) -> Iterator[bytes]:
    """The bytes in pieces, unpacked where they are gzip, at most `MAX_UNPACKED`; a broken one ends early."""
    if not body.startswith(GZIP):
        for start in range(0, min(len(body), MAX_UNPACKED), CHUNK):
            yield body[start : start + CHUNK]
        return
    stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    given = 0
    while body and given < MAX_UNPACKED and not stream.eof:
        try:
            piece = stream.decompress(body, CHUNK)
        except zlib.error:
            return
        body = stream.unconsumed_tail
        given += len(piece)
        if piece:
            yield piece


def text_of(element: etree._Element, limit: int) -> str:
    """The text in an element, also in its children, without entities; at most `limit` characters."""
    return " ".join("".join(part for part in element.itertext(etree.Element) if isinstance(part, str)).split())[:limit]


def local(element: etree._Element) -> str:
    """The element's name without its namespace or undeclared prefix, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def forget(element: etree._Element) -> None:
    """Empty a used element and drop what stands before it under the same parent."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)


def _well_begun(body: bytes) -> Iterator[bytes]:
    """The document from its declaration or first tag on; a declaration that cannot be true is left out."""
    pieces = unpacked(body)
    first = next(pieces, b"")
    head = first[:2048]
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise DiscoveryError("empty")
    if HTML.search(head):
        raise DiscoveryError("an HTML page, not XML")
    if b"<" not in head and b"<\x00" not in head:
        raise DiscoveryError("not XML")
    if match := DECLARATION.search(head):
        start = match.end() if WRONG_UTF16.search(match[0]) else match.start()
        first = first[start:]
    elif not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        first = first[first.index(b"<") :]
    return chain([_without_doctype(first, pieces)], pieces)


def _without_doctype(first: bytes, rest: Iterator[bytes]) -> bytes:
    """Without a document type there are no entities to expand or to load."""
    if b"<!DOCTYPE" not in first[:4096]:
        return first
    for _ in range(MAX_DOCTYPE):
        if DOCTYPE.search(first):
            break
        first += next(rest, b"")
    else:
        raise DiscoveryError("a document type without end")
    return DOCTYPE.sub(b"", first, count=1)


def _pull(
    parser: "etree.XMLPullParser[etree._Element]",
    pieces: Iterator[bytes],
    names: frozenset[str],
) -> Iterator[tuple[str, etree._Element]]:
    rooted = given = False
    for event, element in _events(parser, pieces):
        if event == "start":
            if not rooted:
                rooted = True
                yield "", element
        elif (name := local(element)) in names:
            given = True
            yield name, element
    if not given and parser.feed_error_log:
        raise DiscoveryError(f"broken XML: {parser.feed_error_log[0].message[:100]}")


def _events(
    parser: "etree.XMLPullParser[etree._Element]",
    pieces: Iterator[bytes],
) -> Iterator[tuple[str, etree._Element]]:
    """The parser's events up to the end of the document or to the place where it cannot go on."""
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError:
        pass
    yield from parser.read_events()
