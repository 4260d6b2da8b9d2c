"""The first pass over saved pages: what the pages of each host share.

It takes two readings: one counts the pages of each host and chooses a sample, the other cleans the sample and learns.
What comes of parts of the pages can be merged, in any order, into what would come of all of them.
"""

import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import heappush, heappushpop
from zlib import compress, decompress

from cleaners import Page, SiteProfile
from cleaners.evidence import FEWEST
from cleaners.inputs import Refused, Source
from cleaners.learning import MOST_PAGES, ProfileBuilder
from cleaners.pool import CleanPool
from cleaners.worker import Report
from crawler.remote import read_inputs

LEARNING = Report(learn=True)

Inputs = Iterable[Source | Refused]
Sample = Mapping[str, int]  # by host the highest key of a page to learn from


@dataclass(slots=True)
class Census:
    """How many inputs there are and pages of each host, and the lowest keys among these, negative: a fair sample.

    Only pages that say where they were saved from count: others may be from anywhere. Pages that were flattened to text
    cannot say it and are taken for those of one site, with the host "".
    """

    inputs: int = 0
    pages: Counter[str] = field(default_factory=Counter)
    lowest: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, inputs: Inputs) -> "Census":
        """Count them."""
        census = cls()
        for each in inputs:
            census.inputs += 1
            for host, source in _of_sites([each]):
                census.pages[host] += 1
                census._keep(host, -_key(source))
        return census

    def merge(self, other: "Census") -> None:
        """Count in what was counted elsewhere."""
        self.inputs += other.inputs
        self.pages += other.pages
        for host, keys in other.lowest.items():
            for key in keys:
                self._keep(host, key)

    def _keep(self, host: str, key: int) -> None:
        kept = self.lowest[host]
        if len(kept) < MOST_PAGES:
            heappush(kept, key)
        else:
            heappushpop(kept, key)

    def sample(self) -> Sample:
        """What to learn from, of hosts that have pages enough."""
        return {host: -self.lowest[host][0] for host, number in self.pages.items() if number >= FEWEST}


@dataclass(slots=True)
class Lessons:
    """What each page of a sample teaches, by host and by key of the page.

    Packed: a page weighs about a tenth of what it does as objects, and is needed once, when all of its host are there.
    """

    packed: defaultdict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, learned: ProfileBuilder) -> None:
        """What a page taught."""
        for key, digest in learned.digests.items():
            self.packed[learned.host][key] = compress(pickle.dumps(digest), 1)

    def merge(self, other: "Lessons") -> None:
        """Take over what was learned elsewhere."""
        for host, pages in other.packed.items():
            self.packed[host].update(pages)

    def profiles(self) -> dict[str, SiteProfile]:
        """Of the hosts that have enough to teach."""
        built = {host: self._builder(host).build() for host in self.packed}
        return {host: profile for host, profile in built.items() if profile}

    def _builder(self, host: str) -> ProfileBuilder:
        builder = ProfileBuilder(host)
        for _, page in sorted(self.packed[host].items()):
            builder.remember([pickle.loads(decompress(page))])
        return builder


def learn(inputs: Inputs, sample: Sample, pool: CleanPool) -> Lessons:
    """What the sample teaches, of the pages of it that are among the inputs.

    pool: its report is LEARNING.
    """
    lessons = Lessons()
    chosen = (source for host, source in _of_sites(inputs) if _key(source) <= sample.get(host, -1))
    for outcome in pool.clean_all(chosen):
        if not isinstance(outcome, Refused) and outcome.learned:
            lessons.add(outcome.learned)
    return lessons


def learn_sites(paths: Sequence[str], open_pool: Callable[[Report], CleanPool]) -> tuple[dict[str, SiteProfile], int]:
    """Profiles of the hosts that have pages enough under `paths`, and how many inputs there are.

    Pages are read again for each reading, and none is kept; standard input can be read once only, so that nothing is
    learned from it.
    """
    if "-" in paths:
        return {}, 0
    census = Census.of(read_inputs(paths))
    sample = census.sample()
    if not sample:
        return {}, census.inputs
    with open_pool(LEARNING) as pool:
        return learn(read_inputs(paths), sample, pool).profiles(), census.inputs


def _of_sites(inputs: Inputs) -> Iterator[tuple[str, Source]]:
    for source in inputs:
        if isinstance(source, Source) and (source.url or source.kind == "text"):
            yield Page(blocks=(), url=source.url).host, source


def _key(source: Source) -> int:
    name = f"{source.place} {source.fetched_at}"
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest())
