"""Today's cleaner over the archive, in two passes: learn each site's chrome, then clean with it."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice
from urllib.parse import urlsplit

from cleaners import CleanError, CleanOptions, Page, SiteProfile, learn
from cleaners.inputs import Refused, Source
from cleaners.pool import CleanPool
from cleaners.worker import Outcome
from crawler.archive.entry import Entry, Index
from crawler.archive.place import Place
from crawler.archive.reader import files_of, load, read_newest
from crawler.items import CleanedPage, FetchedPage
from crawler.pipelines.store import to_save
from crawler.store import Save, Store, recleaned
from crawler.store.recleaned import Change

LEARNED_PAGES = 80  # of one host: some more than a profile remembers
LEARNED_CHARS = 2_000_000  # of one page: learning has no time limit, so it leaves giants out
BATCH = 100  # articles in one transaction


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that could not be read back or cleaned, and why."""

    name: str
    reason: str


def learn_sites(where: Place, index: Index) -> dict[str, SiteProfile]:
    """Profiles of the hosts in an archive, from a sample of each host's pages that is the same every time."""
    hosts: dict[str, list[Entry]] = {}
    for entry in index.newest(files_of(where)):
        sample = hosts.setdefault(urlsplit(entry.url).netloc, [])
        sample.append(entry)
        if len(sample) >= 2 * LEARNED_PAGES:
            sample[:] = _sample(sample)
    learned: dict[str, SiteProfile] = {}
    for entries in hosts.values():
        learned |= learn(_pages(where, index, _sample(entries)))
    return learned


def _sample(entries: Iterable[Entry]) -> list[Entry]:
    return nsmallest(LEARNED_PAGES, entries, key=lambda entry: blake2b(entry.url.encode(), digest_size=8).digest())


def _pages(where: Place, index: Index, entries: Iterable[Entry]) -> Iterator[Page]:
    options = CleanOptions(max_chars=LEARNED_CHARS)
    for entry in entries:
        source = load(where, entry, index)
        if isinstance(source, Source):
            with suppress(CleanError):  # the second pass names it
                yield Page.parse(source.data, url=source.url, charset=source.charset, options=options)


def reclean(
    store: Store, where: Place, index: Index, *, pool: CleanPool, dry_run: bool = False
) -> Iterator[Change | Failed]:
    """Clean the last capture of every URL, say what changes, and store it unless it is a dry run.

    Raises UnavailableError where the store cannot be used.
    """
    cleaned = _cleaned(where, index, pool)
    while results := list(islice(cleaned, BATCH)):
        saves = [each for each in results if isinstance(each, Save)]
        with store.reading() as connection:
            saves = recleaned.dated(connection, saves)
            changes = recleaned.compare(connection, saves)
        if not dry_run:
            with store.writing() as connection:
                recleaned.store(connection, store.dialect, saves, changes)
        yield from (each for each in results if isinstance(each, Failed))
        yield from changes


def _cleaned(where: Place, index: Index, pool: CleanPool) -> Iterator[Save | Failed]:
    """The pages in the order of the archive; an article without text is for the store to judge."""
    waiting: deque[Source | Refused] = deque()

    def remembered() -> Iterator[Source | Refused]:
        for source in read_newest(where, index):
            waiting.append(replace(source, data=b"") if isinstance(source, Source) else source)
            yield source

    for outcome in pool.clean_all(remembered()):
        yield _result(waiting.popleft(), outcome)


def _result(source: Source | Refused, outcome: Outcome | Refused) -> Save | Failed:
    if isinstance(outcome, Refused):
        return Failed(outcome.name, outcome.reason)
    if isinstance(source, Refused) or outcome.article is None or source.url is None or source.fetched_at is None:
        return Failed(source.name, outcome.error)
    page = FetchedPage(url=source.url, body=b"", fetched_at=source.fetched_at)
    return to_save(CleanedPage(page=page, article=outcome.article))
