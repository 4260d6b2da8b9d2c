"""When it was published and last changed."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from cleaners.metadata.dates import parse_date
from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph
from cleaners.metadata.markup import elsewhere
from cleaners.metadata.zone import MAX_CHARS, Zone, foreign

PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "parsely-pub-date", "og:published_time",
    "og:article:published_time", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "citation_publication_date", "citation_online_date", "dcterms.created", "dcterms.issued", "dcterms.date",
    "dc.date.issued", "dc.date.created", "dc.date", "dc:date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publicationdate", "publication_date", "published_at", "date", "article.published", "article_date_original",
    "originalpublicationdate", "timestamp", "last-modified-origin", "iso-8601-publish-date", "date.published",
    "datecreated", "og:pubdate", "og:publish_date", "og:date", "bt:pubdate", "dcsext.articlefirstpublished",
    "shareaholic:article_published_time", "vr:published_time", "displaydate", "rnews:datepublished", "ptime", "pdate",
    "release_date", "created", "article_publication_date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "og:article:modified_time",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised", "updated", "article:updated_time",
    "shareaholic:article_modified_time", "date.modified", "modified",
)  # fmt: skip


_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d(?!\d{2})")
_ADDRESS = re.compile(r"/((?:19[89]|20[0-4])\d)[/-]?(0\d|1[0-2])[/-]?([0-2]\d|3[01])(?!\d)")
_CHANGED = re.compile(
    r"updated|modified|aktualisiert|geändert|stand[ :]|mis à jour|actualizad|aggiornat|bijgewerkt|atualizad",
    re.IGNORECASE,
)
_DATED = re.compile(r"date|datum|fecha|publish|publi[ck]|posted|time|meta|byline|created|erstellt|fech")
_EMBEDDED = re.compile(
    r'"(?:datePublished|date_?published|published_?(?:at|on|date|time)?|publish_?(?:date|time)|pub_?date|publication_?date|'
    r'first_?published(?:_?at|_?date)?|post_?date|date_?posted|date|created_?(?:at|date)?)\\?" ?: ?\\?"([^"\\]{8,40})',
    re.IGNORECASE,
)
MAX_TIMES = 60  # elements, blocks or embedded values that are looked at
MAX_SOURCE = 2_000_000  # characters of the page's source that are searched


class Dated(NamedTuple):
    """When a page was published, and what told it; both empty where nothing did."""

    at: datetime | None = None
    source: str = ""


def read_published(evidence: Evidence, graph: Graph, zone: Zone) -> Dated:
    """The first day that holds, in order of sources."""
    american = (evidence.root.get("lang") or "").lower() in ("en-us", "en_us", "en", "")
    sources = {
        "the metadata": _stated(evidence, graph),
        "the time element": _marked(evidence),
        "the address": _address(evidence.url),
        "the byline": _shown(evidence, zone),
        "the date of change": _changed(evidence, graph),
    }
    for source, values in sources.items():
        if found := next(filter(None, (parse_date(value, month_first=american) for value in values)), None):
            return Dated(found, source)
    return Dated()


def read_modified(evidence: Evidence, graph: Graph) -> datetime | None:
    """The last change, as stated for machines."""
    return next(filter(None, map(parse_date, _changed(evidence, graph))), None)


def _changed(evidence: Evidence, graph: Graph) -> Iterator[object]:
    yield from graph.values("dateModified")
    yield from evidence.meta(*MODIFIED)
    yield from (time.get("datetime") for time in evidence.times[:MAX_TIMES] if time.get("itemprop") == "dateModified")


def _stated(evidence: Evidence, graph: Graph) -> Iterator[object]:
    yield from graph.values("datePublished")
    yield from evidence.meta(*PUBLISHED)
    yield from graph.values("dateCreated")
    yield from graph.values("uploadDate")


def _marked(evidence: Evidence) -> Iterator[object]:
    """Times that say themselves that they are the day of publication."""
    for time in evidence.times[:MAX_TIMES]:
        names = f"{time.get('class') or ''} {time.get('itemprop') or ''}".lower()
        said = time.get("pubdate") is not None or "publi" in names or "entry-date" in names or "posted" in names
        if said and not elsewhere(time):
            yield time.get("datetime") or "".join(time.itertext())


def _address(url: str | None) -> Iterator[object]:
    yield from ("-".join(found.groups()) for found in _ADDRESS.finditer((url or "")[:1000]))


def _shown(evidence: Evidence, zone: Zone) -> Iterator[object]:
    near = [block for block in zone.near if _YEAR.search(block.text)]
    near.sort(key=lambda block: (bool(_CHANGED.search(block.text)), len(block.text) > 70))  # stable: else as they stand
    yield from (block.text for block in near)
    times = [time for time in evidence.times[:MAX_TIMES] if not elsewhere(time)]
    yield from (time.get("datetime") or "".join(time.itertext()) for time in times)
    dated = [block for block in zone.page.blocks if len(block.text) < MAX_CHARS and _YEAR.search(block.text)]
    dated = [
        block
        for block in dated
        if len(block.text) < 70 or _DATED.search(f"{block.inline} {block.box.names if block.box else ''}")
    ]
    yield from (block.text for block in islice(dated, 5 * MAX_TIMES) if not foreign(block))
    yield from (found[1] for found in islice(_EMBEDDED.finditer(zone.page.source[:MAX_SOURCE]), MAX_TIMES))
