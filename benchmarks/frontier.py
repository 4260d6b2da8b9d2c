"""The frontier with many known URLs: start, memory, the next URL; and what storing an article costs.

python benchmarks/frontier.py [--urls 100000] [--articles 3000] [--postgresql]
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from loopback import WORDS
from throwaway import cpu_seconds, server

from cleaners import Article
from crawler.config import SiteConfig
from crawler.frontier.acks import Look, done
from crawler.frontier.dispenser import Dispenser, Want
from crawler.frontier.session import Session
from crawler.store import Batch, Found, Save, Store, open_store

SITE = "daily.example"
ORIGIN = f"https://{SITE}"
ROOM = Want(32, 32, {})


def follow(_found: Found) -> None:
    """Nothing is a trap."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Prints what work costs. server: CPU seconds of the database's server so far."""

    server: Callable[[], float] = lambda: 0.0

    def timed(self, what: str, work: Callable[[], object], parts: int = 1) -> None:
        """Run it and print what each part took."""
        before = time.perf_counter(), time.process_time(), self.server()
        work()
        after = time.perf_counter(), time.process_time(), self.server()
        wall, cpu, server = ((now - then) / parts * 1000 for now, then in zip(after, before, strict=True))
        print(f"{what:<44} {wall:>8.3f} ms each, {cpu:>7.3f} ms of CPU, {server:>7.3f} the server's", flush=True)


def fill(store: Store, urls: int) -> None:
    """Known URLs, most of them fetched before."""
    session = Session.open(store, {SITE: SiteConfig(url=f"{ORIGIN}/")})
    dispenser = Dispenser(session, follow)
    for start in range(0, urls, 1000):
        numbers = range(start, min(urls, start + 1000))
        found = [
            Found(url=f"{ORIGIN}/{n:07d}-story", site=SITE, origin=ORIGIN, kind="article", priority=60) for n in numbers
        ]
        dispenser.exchange(Batch(found=found), Want(0, 0, {}))
    session.close(finished=False)


def hand_out(dispenser: Dispenser, count: int) -> None:
    """Lease and acknowledge, a few at a time, as a crawl does."""
    leases = dispenser.exchange(Batch(), ROOM).leases
    for _ in range(count // 32):
        acks = [done(lease, Look(at=time.time())) for lease in leases]
        leases = dispenser.exchange(Batch(acks=acks), ROOM).leases


def articles(count: int) -> list[Save]:
    """News of about 350 words."""
    dice = Random(1)
    texts = ["\n\n".join(" ".join(dice.choices(WORDS, k=50)) + f" {n}." for _ in range(7)) for n in range(count)]
    now = datetime.now(UTC)
    return [
        Save(
            article=Article(title=f"Story {n}", text=text, url=f"{ORIGIN}/{n}"),
            canonical_url=f"{ORIGIN}/{n}",
            url=f"{ORIGIN}/{n}",
            host=SITE,
            site=SITE,
            fetched_at=now,
        )
        for n, text in enumerate(texts)
    ]


def save(dispenser: Dispenser, saves: list[Save]) -> None:
    """In batches, as a crawl does."""
    for start in range(0, len(saves), 50):
        dispenser.exchange(Batch(saves=saves[start : start + 50]), Want(0, 0, {}))


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument(
        "--postgresql", action="store_true", help="a server of its own, as durable as they are by default"
    )
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(server([])) if options.postgresql else f"sqlite:///{Path(folder, 'news.db')}"
        clock = Clock(partial(cpu_seconds, url)) if options.postgresql else Clock()
        clock.timed(f"discover {options.urls:,} URLs", lambda: fill(open_store(url), options.urls), options.urls)
        began = time.perf_counter()
        session = Session.open(open_store(url), {SITE: SiteConfig(url=f"{ORIGIN}/")})
        dispenser = Dispenser(session, follow)
        first = dispenser.exchange(Batch(), Want(1, 1, {})).leases
        print(f"{'start, to the first URL':<44} {time.perf_counter() - began:>9.3f} s {first[0].url:>20}")
        clock.timed("next URL, leased and acknowledged", lambda: hand_out(dispenser, 3200), 3200)
        saves = articles(options.articles)
        clock.timed(
            f"store {options.articles:,} articles with full text", lambda: save(dispenser, saves), options.articles
        )
        clock.timed("the same again, unchanged", lambda: save(dispenser, saves), options.articles)
    print(f"{'peak memory':<44} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:>9.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
