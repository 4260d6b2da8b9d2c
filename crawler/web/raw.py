"""The raw page of an article, from the archive."""

from urllib.parse import urlsplit

from cleaners.clean import Cleaned
from cleaners.explain import Explanation, explain
from cleaners.inputs import Refused, Source
from cleaners.worker import Outcome
from crawler.archive.index import StoreIndex
from crawler.archive.reader import load
from crawler.store import archive_index
from crawler.web.desk import Desk

NO_ARCHIVE = "no archive: start `wirebrush serve` with --archive DIR, and crawl with it"


def raw_page(desk: Desk, *urls: str) -> Source | Refused:
    """The last capture of the first of these addresses that the archive holds."""
    where = desk.settings.archive
    if where is None:
        return Refused(name=urls[0], reason=NO_ARCHIVE)
    with desk.store.reading() as connection:
        found = (archive_index.last(connection, url) for url in urls)
        entry = next((each for each in found if each), None)
    if entry is None:
        return Refused(name=urls[0], reason="the archive holds no page of this address")
    return load(where, entry, StoreIndex(desk.store))


def explained(outcome: Outcome, name: str) -> Explanation | Refused:
    """What became of each block of a page that was cleaned."""
    if outcome.article is None:
        return Refused(name=name, reason=outcome.error)
    return explain(Cleaned(outcome.article, outcome.kept, outcome.removed, outcome.empty_reason), name)


def is_address(text: str) -> bool:
    """Whether a text is nothing but an address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text.split()) == 1
