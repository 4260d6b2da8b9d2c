"""The first of two passes over saved pages: what the pages of a site share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from heapq import heappushpop

from cleaners import Page, SiteProfile
from cleaners.evidence import FEWEST
from cleaners.inputs import Refused, Source, read_inputs
from cleaners.learning import MOST_PAGES, ProfileBuilder
from cleaners.pool import CleanPool
from cleaners.worker import Report

LEARNING = Report(learn=True)


def learn_sites(paths: Sequence[str], open_pool: Callable[[Report], CleanPool]) -> tuple[dict[str, SiteProfile], int]:
    """Profiles of the hosts that have pages enough under `paths`, from a sample of those pages; and how many inputs.

    Only pages that say where they were saved from count: others may be from anywhere. Pages that were flattened to text
    cannot say it and are taken for those of one site, with the host "". Pages are read again for each pass, and none is
    kept; standard input can be read once only, so that nothing is learned from it.
    """
    if "-" in paths:
        return {}, 0
    inputs, pages = 0, Counter[str]()
    for found in read_inputs(paths):
        inputs += 1
        pages.update(host for host, _ in _of_sites([found]))
    hosts = {host for host, number in pages.items() if number >= FEWEST}
    if not hosts:
        return {}, inputs
    builders = {host: ProfileBuilder(host) for host in hosts}
    with open_pool(LEARNING) as pool:
        for outcome in pool.clean_all(_sample(_of_sites(read_inputs(paths)), hosts)):
            if not isinstance(outcome, Refused) and outcome.learned:
                builders[outcome.learned.host].merge(outcome.learned)
    built = {host: builder.build() for host, builder in builders.items()}
    return {host: profile for host, profile in built.items() if profile}, inputs


def _of_sites(inputs: Iterable[Source | Refused]) -> Iterator[tuple[str, Source]]:
    for source in inputs:
        if isinstance(source, Source) and (source.url or source.kind == "text"):
            yield Page(blocks=(), url=source.url).host, source


def _sample(pages: Iterable[tuple[str, Source]], hosts: set[str]) -> Iterator[Source]:
    """Of each host the pages whose address or name has the lowest hash so far: few more than a profile remembers."""
    lowest: defaultdict[str, list[int]] = defaultdict(lambda: [-(2**128)] * MOST_PAGES)
    for host, source in pages:
        if host in hosts:
            name = (source.url or source.name).encode("utf-8", "replace")
            key = int.from_bytes(blake2b(name, digest_size=16).digest())
            if heappushpop(lowest[host], -key) != -key:
                yield source
