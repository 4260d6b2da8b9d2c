"""A generated store of a million articles, and what each page of `wirebrush serve` costs on it.

    python benchmarks/store_million.py make sqlite:////tmp/million.db --articles 1000000
    python benchmarks/store_million.py plans sqlite:////tmp/million.db
    python benchmarks/store_million.py pages sqlite:////tmp/million.db
    python benchmarks/store_million.py all postgresql:   # the three in a PostgreSQL of their own, then gone

`make` writes invented articles of a Zipf-distributed vocabulary. `plans` prints how the database answers the list
queries: none may read all articles. `pages` prints the CPU time for each page, of the web server and of the database's
processes where those are this machine's, against its bound.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import insert, text
from throwaway import cpu_seconds, server

from crawler.store import Store, listing, open_store
from crawler.store.schema import articles
from crawler.store.terms import read_terms

WORDS = 60_000
SITES = 200
DAYS = 1_000
NEWEST = 1_790_000_000.0
LANGUAGES = ("en", "de", "fr", "es", "it")
SECTIONS = ("Politics", "Sport", "Business", "Culture", "Science", "Local", "World", "Opinion")
MEAN_WORDS = 220
BATCH = 2_000
REPEATS = 5
INDEXING = {
    "sqlite": "INSERT INTO articles_search(articles_search) VALUES ('rebuild')",
    "postgresql": "INSERT INTO articles_search SELECT id, setweight(to_tsvector('simple', title), 'A') || "
    "setweight(to_tsvector('simple', text), 'B') FROM articles ORDER BY id",
}
SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
PAGES = {  # address: bound in milliseconds of CPU
    "/": 500,
    "/articles": 300,
    "/articles?host=site7.example": 300,
    "/articles?language=it&section=Opinion&order=oldest": 300,
    "/articles?host=site7.example&language=it&section=Nowhere": 300,
    "/articles?section=Nowhere": 300,
    "/articles?since=2025-01-01&until=2025-02-01&host=site7.example": 300,
    "/articles?after=1750000000.0_500000": 300,
    "/articles?q={w0}": 300,
    "/articles?q={w0}&order=best": 300,
    "/articles?q={w0}&host=site7.example&section=Sport": 300,
    "/articles?q={w40}+{w60}&order=best": 300,
    '/articles?q="{w1}+{w2}"': 300,
    "/articles?q={w5000}": 300,
    "/articles?q={w50000}&order=best": 300,
    "/articles?q=title:{w10}+-{w3}": 300,
    "/articles?q={w0}*&order=best": 300,
    "/article/1000": 300,
    "/sites": 300,
}


def vocabulary() -> list[str]:
    """Invented words, the most frequent first; the same ones every time."""
    dice = np.random.default_rng(7)
    parts = [a + b for a in "bcdfghjklmnprstvw" for b in "aeiou"]
    lengths = dice.integers(2, 5, WORDS * 2)
    made = dict.fromkeys("".join(dice.choice(parts, length)) for length in lengths)
    return list(made)[:WORDS]


def invent(count: int) -> Iterator[list[dict[str, Any]]]:
    """Rows of articles, some at a time."""
    words = np.array(vocabulary(), dtype=object)
    dice = np.random.default_rng(11)
    weights = 1 / np.arange(1, len(words) + 1)
    weights /= weights.sum()
    for start in range(1, count + 1, BATCH):
        size = min(BATCH, count + 1 - start)
        lengths = np.clip(dice.lognormal(np.log(MEAN_WORDS), 0.5, size).astype(int), 40, 2000)
        drawn = words[dice.choice(len(words), lengths.sum() + 8 * size, p=weights)]
        yield list(_rows(start, lengths, drawn, dice))


def _rows(
    start: int, lengths: "np.ndarray[Any, Any]", drawn: Any, dice: np.random.Generator
) -> Iterator[dict[str, Any]]:
    at = 0
    for number, length in enumerate(lengths, start):
        title, text = drawn[at : at + 8], drawn[at + 8 : at + 8 + length]
        at += 8 + length
        host = f"site{int(SITES * dice.random() ** 2)}.example"
        dated = NEWEST - DAYS * 86_400 * float(dice.random())
        when = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(dated))
        repeated = f"https://site0.example/news/{number // 2}" if dice.random() < 0.08 and number > 10 else None
        url = f"https://{host}/news/{number}"
        yield {
            "id": number, "canonical_url": url, "url": url, "host": host, "site": host, "title": " ".join(title),
            "authors": ["A. Writer"], "published": when, "modified": None,
            "section": SECTIONS[number % len(SECTIONS)], "tags": ["one", "two"],
            "language": LANGUAGES[number % len(LANGUAGES)], "description": None, "image": None, "paywalled": None,
            "text": "\n\n".join(" ".join(text[i : i + 60]) for i in range(0, length, 60)), "fetched_at": when,
            "duplicate_of": repeated, "version": 1, "gone": False, "dated": dated, "last_seen": dated,
            "text_digest": f"{number:032x}",
        }  # fmt: skip


def make(url: str, count: int, cpu: Callable[[], float]) -> None:
    """A store with that many articles."""
    began = cpu()
    with closing(open_store(url)) as store:
        for rows in invent(count):
            with store.writing() as connection:
                connection.execute(insert(articles), rows)
        print(f"{count:,} articles in {cpu() - began:,.0f} CPU s", flush=True)
        began, plain = cpu(), size(store)
        with store.writing() as connection:
            connection.execute(text(INDEXING[connection.dialect.name]))
        if store.engine.dialect.name == "postgresql":  # as its autovacuum does sooner or later
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        print(f"full-text index in {cpu() - began:,.0f} CPU s")
        print(f"{size(store) / 1e6:,.0f} MB, of it full text {(size(store) - plain) / 1e6:,.0f} MB", flush=True)


def size(store: Store) -> int:
    """Bytes of the database."""
    with store.reading() as connection:
        found: int = connection.execute(text(SIZE[connection.dialect.name])).scalar_one()
        return found


def plans(url: str) -> None:
    """How the database answers the list queries."""
    store = open_store(url)
    words = vocabulary()
    cases = {
        "newest": listing.Filter(),
        "one host": listing.Filter(host="site7.example"),
        "language and section": listing.Filter(language="it", section="Opinion", order="oldest"),
        "a word, newest": listing.Filter(terms=read_terms(words[0])),
        "a word, best": listing.Filter(terms=read_terms(words[0]), order="best"),
        "a word on one host": listing.Filter(terms=read_terms(words[0]), host="site7.example"),
    }
    with store.reading() as connection:
        for name, wanted in cases.items():
            for after in (None, listing.Cursor(0.0, 1)):
                query = listing.query(store.dialect, wanted, after).limit(51)
                compiled = query.compile(connection.engine, compile_kwargs={"render_postcompile": True})
                values = tuple(compiled.params[key] for key in compiled.positiontup or ()) or compiled.params
                how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF)"
                rows = connection.exec_driver_sql(f"{how} {compiled}", values)
                print(f"{name}{', next page' if after else ''}: " + "; ".join(str(row[-1]).strip() for row in rows))
    store.close()


@dataclass(frozen=True)
class Timing:
    """CPU milliseconds of one page: the first time, and the median of the next."""

    first: float
    again: float


def pages(url: str, cpu: Callable[[], float]) -> None:
    """What each page costs."""
    from starlette.testclient import TestClient

    from crawler.web.app import Settings, make_app

    words = vocabulary()
    names = {f"w{rank}": words[rank] for rank in (0, 1, 2, 3, 10, 40, 60, 5000, 50000)}
    began = cpu()
    app = make_app(Settings(store=url))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        print(f"opening: {1000 * (cpu() - began):,.0f} ms CPU")
        print(f"{'page':72} {'first':>7} {'again':>7} {'bound':>7}  ratio")
        for address, bound in PAGES.items():
            timing = _time(client, address.format(**names), cpu)
            ratio = max(timing.first, timing.again) / bound
            print(f"{address:72} {timing.first:7.0f} {timing.again:7.0f} {bound:7}  {ratio:5.2f}", flush=True)


def _time(client: Any, address: str, cpu: Callable[[], float]) -> Timing:
    taken = []
    for _ in range(REPEATS):
        began = cpu()
        answer = client.get(address)
        taken.append(1000 * (cpu() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: HTTP {answer.status_code}")
    return Timing(taken[0], sorted(taken[1:])[len(taken[1:]) // 2])


def both(url: str) -> float:
    """CPU seconds of this process and of a PostgreSQL of one's own."""
    return time.process_time() + cpu_seconds(url)


def do(what: str, url: str, count: int, cpu: Callable[[], float]) -> None:
    """One step, or all."""
    if what in ("make", "all"):
        make(url, count, cpu)
    if what in ("plans", "all"):
        plans(url)
    if what in ("pages", "all"):
        pages(url, cpu)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "plans", "pages", "all"))
    parser.add_argument("url")
    parser.add_argument("--articles", type=int, default=1_000_000)
    given = parser.parse_args()
    if given.url == "postgresql:":
        with server(("shared_buffers=512MB", "max_wal_size=8GB")) as url:
            do(given.what, url, given.articles, partial(both, url))
    else:
        do(given.what, given.url, given.articles, time.process_time)


if __name__ == "__main__":
    main()
