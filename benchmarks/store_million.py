"""A generated store of a million articles, and what each page of `wirebrush serve` costs on it.

    python benchmarks/store_million.py make /tmp/million.db --articles 1000000
    python benchmarks/store_million.py plans /tmp/million.db
    python benchmarks/store_million.py pages /tmp/million.db

`make` writes invented articles of a Zipf-distributed vocabulary. `plans` prints how SQLite answers the list queries:
none may scan the table itself. `pages` prints the CPU time of the server for each page, against its bound.
"""

import argparse
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from crawler.store import listing, open_store
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
    "/article/500000": 300,
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


def make(path: Path, count: int) -> None:
    """A store with that many articles."""
    path.unlink(missing_ok=True)
    store = open_store(f"sqlite:///{path}")
    began = time.process_time()
    for rows in invent(count):
        with store.writing() as connection:
            connection.execute(insert(articles), rows)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        plain = path.stat().st_size
        connection.execute("INSERT INTO articles_search(articles_search) VALUES ('rebuild')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"{count:,} articles in {time.process_time() - began:,.0f} CPU s")
    print(f"{path}: {path.stat().st_size / 1e6:,.0f} MB, of it full text {(path.stat().st_size - plain) / 1e6:,.0f} MB")


def plans(path: Path) -> None:
    """How SQLite answers the list queries."""
    store = open_store(f"sqlite:///{path}")
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
                rows = connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {compiled}",  # a plan of our own query
                    tuple(compiled.params[key] for key in compiled.positiontup or ()),
                )
                print(f"{name}{', next page' if after else ''}: " + "; ".join(row[3] for row in rows))
    store.close()


@dataclass(frozen=True)
class Timing:
    """CPU milliseconds of one page: the first time, and the median of the next."""

    first: float
    again: float


def pages(path: Path) -> None:
    """What each page costs the server."""
    from starlette.testclient import TestClient

    from crawler.web.app import Settings, make_app

    words = vocabulary()
    names = {f"w{rank}": words[rank] for rank in (0, 1, 2, 3, 10, 40, 60, 5000, 50000)}
    began = time.process_time()
    app = make_app(Settings(store=f"sqlite:///{path}"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        print(f"opening: {1000 * (time.process_time() - began):,.0f} ms CPU")
        print(f"{'page':72} {'first':>7} {'again':>7} {'bound':>7}  ratio")
        for address, bound in PAGES.items():
            timing = _time(client, address.format(**names))
            ratio = max(timing.first, timing.again) / bound
            print(f"{address:72} {timing.first:7.0f} {timing.again:7.0f} {bound:7}  {ratio:5.2f}")


def _time(client: Any, address: str) -> Timing:
    taken = []
    for _ in range(REPEATS):
        began = time.process_time()
        answer = client.get(address)
        taken.append(1000 * (time.process_time() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: HTTP {answer.status_code}")
    return Timing(taken[0], sorted(taken[1:])[len(taken[1:]) // 2])


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "plans", "pages"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    given = parser.parse_args()
    if given.what == "make":
        make(given.path, given.articles)
    else:
        {"plans": plans, "pages": pages}[given.what](given.path)


if __name__ == "__main__":
    main()
