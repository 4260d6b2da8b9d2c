"""Cleaning more pages than one machine can: three kinds of workers, each of which takes block after block.

The first counts pages, the second learns from a sample of them, the third cleans. What they return can be sent between
machines and merged in any order.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from cleaners import SiteProfile
from cleaners.inputs import Refused
from cleaners.pool import CleanPool
from cleaners.worker import Outcome
from crawler import first_pass
from crawler.engines.blocks import Block
from crawler.engines.shards import Shards
from crawler.first_pass import LEARNING, Census, Lessons, Sample

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lost:
    """A block whose workers died again and again."""

    block: Block
    reason: str


class Engine(Protocol):
    """Makes workers, hands each block to one that is free, and yields what comes back, in any order."""

    def __call__(self, make: Callable[[], Callable[[Block], T]], blocks: Sequence[Block], /) -> Iterator[T | Lost]:
        """A block whose worker dies is handed out again, some times.

        Raises OSError as a worker does; UnavailableError where nothing can be done.
        """
        ...


OpenPool = Callable[..., CleanPool]  # with one process, with the limits for a page


def learn(blocks: Sequence[Block], open_pool: OpenPool, engine: Engine) -> tuple[dict[str, SiteProfile], int]:
    """What the pages of each host share, as one process would learn it from all of them; and how many inputs there are.

    Blocks that are lost teach nothing; to clean them is tried all the same.
    """
    census = Census()
    for part in engine(Counting, blocks):
        if isinstance(part, Census):
            census.merge(part)
    sample = census.sample()
    lessons = Lessons()
    make = partial(Learning, sample, partial(open_pool, report=LEARNING))
    for learned in engine(make, blocks) if sample else ():
        if isinstance(learned, Lessons):
            lessons.merge(learned)
    return lessons.profiles(), census.inputs


def clean(blocks: Sequence[Block], shards: Shards, open_pool: OpenPool, engine: Engine) -> Iterator[Outcome | Refused]:
    """Clean the blocks into shards; what became of each page comes back without its text.

    open_pool: knows the profiles. Raises OSError where a shard cannot be written.
    """
    for outcomes in engine(partial(Cleaning, shards, open_pool), blocks):
        if isinstance(outcomes, Lost):
            yield from (Refused(name=file.name, reason=outcomes.reason) for file in outcomes.block.files)
        else:
            yield from outcomes


class Counting:
    """Counts the pages of blocks."""

    def __call__(self, block: Block) -> Census:
        """One block."""
        return Census.of(block.read())


class Learning:
    """Learns from the sample, as far as it lies in the blocks."""

    def __init__(self, sample: Sample, open_pool: OpenPool) -> None:
        self._sample = sample
        self._pool = open_pool()

    def __call__(self, block: Block) -> Lessons:
        """One block."""
        return first_pass.learn(block.read(), self._sample, self._pool)


class Cleaning:
    """Cleans blocks into shards, with one process for its pages, in which the judge is loaded once."""

    def __init__(self, shards: Shards, open_pool: OpenPool) -> None:
        self._shards = shards
        self._pool = open_pool()

    def __call__(self, block: Block) -> list[Outcome | Refused]:
        """One block. Raises OSError where its shard cannot be written."""
        found: list[Outcome | Refused] = []
        with self._shards.write(block) as writer:
            for outcome in self._pool.clean_all(block.read()):
                if isinstance(outcome, Outcome):
                    if outcome.article and outcome.article.text:
                        writer.write(outcome.article.as_record())
                    found.append(replace(outcome, article=None))
                else:
                    found.append(outcome)
        return found
