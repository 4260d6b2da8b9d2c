"""XML from strangers, read as a stream: no entities, no document type, no network, bounded depth and size."""

from collections.abc import Iterator

from lxml import etree

from crawler.discovery.errors import DiscoveryError
from crawler.discovery.xml_text import well_formed

CHUNK = 65_536


def elements(document: bytes, names: frozenset[str]) -> Iterator[tuple[str, etree._Element]]:
    """Each element whose local name is in `names` when it ends, and the root when it begins, as ("", root).

    document: as `xml_text.plain` gives it.

    A document that breaks off or is not well-formed gives what came before. Whoever calls `forget` on each element
    after use reads a large document in little memory.

    Raises DiscoveryError where the bytes are empty, HTML, or too broken to give any element.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    return _pull(parser, _pieces(well_formed(document)), names)


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


def _pieces(document: bytes) -> Iterator[bytes]:
    return (document[start : start + CHUNK] for start in range(0, len(document), CHUNK))


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
