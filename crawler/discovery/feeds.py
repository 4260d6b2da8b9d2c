"""RSS 0.9 to 2.0, RDF, Atom and JSON Feed."""

import html
import json
import re
from datetime import datetime

from lxml import etree

from cleaners.characters import inert
from crawler.discovery import dates, urls, xml
from crawler.discovery.candidate import PRIORITY, Candidate, Collector, Findings
from crawler.discovery.errors import DiscoveryError
from crawler.discovery.xml_text import plain

MAX_ENTRIES = 5_000  # the longest real feeds hold a few hundred
MAX_TITLE = 500
MAX_JSON = 16_000_000  # bytes
MAX_COMMAS = 500_000  # in them; each value takes many times its bytes once it is read, and whole articles have fewer
ROOTS = frozenset(("rss", "feed", "rdf"))
ENTRIES = frozenset(("item", "entry"))
CHANGED = ("updated", "modified")
PUBLISHED = ("pubdate", "published", "issued", "date")
FEED_PRIORITY = PRIORITY["article"] + 30  # what a feed names is news
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
TAGS = re.compile(r"<[^<>]{1,500}>")


def read(body: bytes, url: str, charset: str | None = None, *, limit: int = MAX_ENTRIES) -> Findings:
    """The entries of a feed as articles, with titles and dates as hints, and its next page where it names one.

    charset: what an HTTP header said.

    Raises DiscoveryError where the bytes are no feed.
    """
    found = Collector(limit)
    document = plain(body, charset)
    if document[:64].lstrip().startswith((b"{", b"[")):
        _read_json(document, url, found)
    else:
        _read_xml(document, url, found)
    return found.findings()


def _read_xml(document: bytes, url: str, found: Collector) -> None:
    base, first = url, True
    for name, element in xml.elements(document, ENTRIES):
        if not name:
            _check_root(element)
            base = urls.absolute(element.get(XML_BASE, ""), url) or url
            continue
        if found.full:
            found.skipped["over the limit of entries"] += 1
            return
        if first:
            first = False
            _add_next(element, base, found)
        _add_entry(element, base, found)
        xml.forget(element)


def _add_next(entry: etree._Element, base: str, found: Collector) -> None:
    """The next page of a feed (RFC 5005), where the head before the first entry names one."""
    for element in entry.itersiblings(preceding=True):
        if xml.local(element) == "link" and element.get("rel") == "next":
            following = urls.absolute(element.get("href", ""), base)
            if following:
                found.add(Candidate(url=following, kind="feed", priority=PRIORITY["listing"]))


def _check_root(root: etree._Element) -> None:
    if xml.local(root) not in ROOTS:
        raise DiscoveryError(f"not a feed: the root element is <{xml.local(root)[:40]}>")


def _add_entry(entry: etree._Element, base: str, found: Collector) -> None:
    fields: dict[str, etree._Element] = {}
    links: list[etree._Element] = []
    for child in entry:
        name = xml.local(child)
        if name == "link":
            links.append(child)
        else:
            fields.setdefault(name, child)
    url = urls.absolute(_link(fields, links), entry.get(XML_BASE) or base)
    if url is None:
        found.skipped["entry without a fetchable link"] += 1
        return
    changed, published = (_first_date(fields, names) for names in (CHANGED, PUBLISHED))
    title = plain_title(xml.text_of(fields["title"], MAX_TITLE * 4)) if "title" in fields else None
    found.add(_article(url, title, changed, published))


def _first_date(fields: dict[str, etree._Element], names: tuple[str, ...]) -> datetime | None:
    stamps = (dates.parse(xml.text_of(fields[name], 64)) for name in names if name in fields)
    return next(filter(None, stamps), None)


def _article(url: str, title: str | None, changed: datetime | None, published: datetime | None) -> Candidate:
    lastmod = changed or published
    return Candidate(url=url, kind="article", priority=FEED_PRIORITY, lastmod=lastmod, published=published, title=title)


def _link(fields: dict[str, etree._Element], links: list[etree._Element]) -> str:
    """FeedBurner's original, Atom's alternate, RSS's link, a guid that is one, in this order."""
    if "origlink" in fields:
        return xml.text_of(fields["origlink"], urls.MAX_LENGTH * 2)
    for link in links:
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href", "")
    for link in links:
        if text := xml.text_of(link, urls.MAX_LENGTH * 2):
            return text
    guid = fields.get("guid")
    if guid is not None and guid.get("isPermaLink", "true") != "false":
        text = xml.text_of(guid, urls.MAX_LENGTH * 2)
        return text if text.startswith(("http://", "https://")) else ""
    return ""


def plain_title(raw: str) -> str | None:
    """A title without markup and entities; None where nothing is left."""
    text = TAGS.sub("", html.unescape(TAGS.sub("", raw)))
    return inert(" ".join(text.split()))[:MAX_TITLE] or None


def _read_json(document: bytes, url: str, found: Collector) -> None:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    if len(document) > MAX_JSON:
        raise DiscoveryError(f"a JSON feed of {len(document):,} bytes, the limit is {MAX_JSON:,}")
    if document.count(b",") > MAX_COMMAS:
        raise DiscoveryError(f"a JSON feed of more than {MAX_COMMAS:,} values")
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise DiscoveryError("not a JSON feed: broken JSON") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise DiscoveryError("not a JSON feed: no list of items")
    for item in items:
        if found.full:
            found.skipped["over the limit of entries"] += 1
            return
        _add_item(item if isinstance(item, dict) else {}, url, found)
    if isinstance(following := feed.get("next_url"), str) and (next_url := urls.absolute(following, url)):
        found.add(Candidate(url=next_url, kind="feed", priority=PRIORITY["listing"]))


def _add_item(item: dict[str, object], base: str, found: Collector) -> None:
    raw = next((value for name in ("url", "external_url", "id") if isinstance(value := item.get(name), str)), "")
    url = urls.absolute(raw, base) if raw.startswith(("http://", "https://", "/")) else None
    if url is None:
        found.skipped["entry without a fetchable link"] += 1
        return
    stamps = (item.get("date_modified"), item.get("date_published"))
    changed, published = (dates.parse(stamp) if isinstance(stamp, str) else None for stamp in stamps)
    title = item.get("title")
    known = plain_title(title[: MAX_TITLE * 4]) if isinstance(title, str) else None
    found.add(_article(url, known, changed, published))
