"""A pile of pages through the worker pool: pages a second with one job and with two, memory over time.

    python benchmarks/bulk.py                    20,000 pages: the development pages, again and again
    python benchmarks/bulk.py --pages 4000       fewer
    python benchmarks/bulk.py --jobs 1 2 4       other numbers of jobs

Memory is the resident set of the larger worker and of the process that feeds them, the median of the looks at it in the
tenth of the pages behind the first (after 2,000 of 20,000) and in the last one: a worker may hold a large page then.
The order of what comes back is checked.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from itertools import chain, cycle, islice
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import NamedTuple

from development import module

from cleaners.inputs.source import Refused, Source
from cleaners.pool import CleanPool

EVERY = 100  # pages between two looks at the memory
PAGE = os.sysconf("SC_PAGE_SIZE")


class Look(NamedTuple):
    """Memory in MB: of this process, and of the largest worker."""

    own: float
    worker: float


def typical(looks: Sequence[Look]) -> Look:
    """The median of some looks."""
    return Look(median(look.own for look in looks), median(look.worker for look in looks))


def resident(process: int) -> float:
    """The resident set of a process in MB; 0 for one that has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE / 1e6
    except OSError:
        return 0.0


def sources(pages: int) -> Iterator[Source]:
    """The development pages over and over, each with the number of its turn as name.

    They are read again each time: what this process held at the fork would count as its workers' memory.
    """
    load, names = module("pages").load, module("pages").SETS
    golds = chain.from_iterable(load(name) for name in cycle(names))
    for turn, gold in enumerate(islice(golds, pages)):
        yield Source(name=str(turn), data=gold.html, url=gold.url, charset=gold.encoding)


def run(jobs: int, pages: int) -> tuple[float, float, list[Look], int]:
    """Seconds, CPU seconds with all workers, the looks at memory, and how many pages failed."""
    looks: list[Look] = []
    failed = 0
    start, spent = time.perf_counter(), os.times()
    with CleanPool(jobs) as pool:
        for turn, outcome in enumerate(pool.clean_all(sources(pages))):
            if outcome.name != str(turn):
                raise SystemExit(f"page {turn} came back as {outcome.name}")
            failed += isinstance(outcome, Refused) or bool(outcome.error)
            if (turn + 1) % EVERY == 0:
                worker = max((resident(child.pid or 0) for child in active_children()), default=0.0)
                looks.append(Look(resident(os.getpid()), worker))
    seconds = time.perf_counter() - start
    now = os.times()
    cpu = sum(now[:4]) - sum(spent[:4])
    return seconds, cpu, looks, failed


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    if args.pages < 2 * EVERY:
        parser.error(f"{2 * EVERY} pages at least: memory is looked at every {EVERY}")
    print("| jobs | pages | failed | s | pages/s | CPU s | worker MB settled, end | growth | own MB settled, end |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for jobs in args.jobs:
        seconds, cpu, looks, failed = run(jobs, args.pages)
        tenth = max(1, len(looks) // 10)
        settled, end = typical(looks[tenth : 2 * tenth]), typical(looks[-tenth:])
        cells = [
            jobs, args.pages, failed, f"{seconds:.0f}", f"{args.pages / seconds:.1f}", f"{cpu:.0f}",
            f"{settled.worker:.0f}, {end.worker:.0f}", f"{end.worker / settled.worker - 1:+.1%}",
            f"{settled.own:.0f}, {end.own:.0f}",
        ]  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
