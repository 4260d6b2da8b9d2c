"""CPU time a page on the development pages: ours beside the bare parse and the peers, page by page in one run.

    python benchmarks/speed.py               every 4th page
    python benchmarks/speed.py --sample 1    every page
    python benchmarks/speed.py --plot docs/images/speed.svg

Everybody gets each page in turn, so that a machine that slows down slows all. Every extractor is warmed up on eight
pages first: imports do not count, nor do the 2 s that dateparser, which trafilatura asks for dates, takes to start.
What comes second of a pair profits from what the first one remembered of a page: dates here, the look of lines there.
Ratios are to trafilatura's default with metadata.
"""

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from development import module
from htmldate.extractors import external_date_parser
from plot import bars

from cleaners.clean import Cleaner
from cleaners.decode import decode
from cleaners.options import CleanOptions
from cleaners.page import Page, parse_html

Run = Callable[[Any], object]
WARM_UP = 8


def runners() -> Iterator[tuple[str, Run]]:
    """The peer that the ratios refer to first, then everybody else that can be imported."""
    from trafilatura import bare_extraction

    def peer(**options: bool) -> Run:
        return lambda gold: bare_extraction(_source(gold), url=gold.url, include_comments=False, **options)

    def ours(**options: bool) -> Run:
        cleaner = Cleaner(options=CleanOptions(**options))
        return lambda gold: cleaner(Page.parse(gold.html, url=gold.url, charset=gold.encoding))

    yield "trafilatura, metadata", peer(with_metadata=True)
    yield "trafilatura, text only", peer(with_metadata=False)
    yield "trafilatura fast, metadata", peer(with_metadata=True, fast=True)
    yield "lxml parse", lambda gold: parse_html(decode(gold.html, gold.encoding))
    yield "wirebrush", ours()
    yield "wirebrush, no witness", ours(fast=True)
    for package, name, run in PEERS:
        if importlib.util.find_spec(package):
            yield name, run


def resiliparse(gold: Any) -> object:
    """Main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(_source(gold), main_content=True)


def readability(gold: Any) -> object:
    """The article's element, as HTML."""
    from readability import Document

    return Document(_source(gold)).summary()


def newspaper(gold: Any) -> object:
    """Text and metadata of a page that is already there."""
    from newspaper import Article

    article = Article(gold.url or "http://localhost/", fetch_images=False)
    article.download(input_html=_source(gold))
    article.parse()
    return article


def news_please(gold: Any) -> object:
    """Text and metadata of a page that is already there."""
    from newsplease import NewsPlease

    return NewsPlease.from_html(_source(gold), url=gold.url or "http://localhost/", fetch_images=False)


PEERS: tuple[tuple[str, str, Run], ...] = (
    ("resiliparse", "resiliparse, text only", resiliparse),
    ("readability", "readability-lxml, text only", readability),
    ("newspaper", "newspaper4k", newspaper),
    ("newsplease", "news-please", news_please),
)


def _source(gold: Any) -> str:
    return decode(gold.html, gold.encoding)


def measure(golds: list[Any], contest: list[tuple[str, Run]]) -> dict[str, list[float]]:
    """CPU milliseconds of each page by runner; a page that a peer fails on counts with what it took until then."""
    external_date_parser("6 grudnia 2021 roku", "%Y-%m-%d")  # dateparser loads its languages when first asked
    spent: dict[str, list[float]] = {name: [] for name, _ in contest}
    for turn, gold in enumerate(golds[:WARM_UP] + golds):
        for name, run in contest:
            start = time.process_time()
            try:
                run(gold)
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                print(f"  {name} failed on {gold.id}: {type(error).__name__}", file=sys.stderr)
            if turn >= WARM_UP:
                spent[name].append(1000 * (time.process_time() - start))
    return spent


def main() -> None:
    """Read the arguments, measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=4)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    pages = module("pages")
    golds = [gold for name in pages.SETS for gold in list(pages.load(name))[:: args.sample]]
    spent = measure(golds, list(runners()))
    base = np.array(next(iter(spent.values())))
    print(f"{len(golds)} pages\n| CPU ms a page | mean | median | p95 | p99 | max | mean ratio | p99 ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, values in spent.items():
        times = np.array(values)
        median, p95, p99 = np.percentile(times, (50, 95, 99))
        row = [times.mean(), median, p95, p99, times.max()]
        ratios = [times.mean() / base.mean(), p99 / np.percentile(base, 99)]
        print(f"| {name} | {' | '.join(f'{x:.1f}' for x in row)} | {' | '.join(f'{x:.2f}' for x in ratios)} |")
    if args.plot:
        ratios_by_name = {name: float(np.mean(values) / base.mean()) for name, values in spent.items()}
        args.plot.write_text(bars(ratios_by_name, "CPU time a page, trafilatura with metadata = 1"), encoding="utf-8")


if __name__ == "__main__":
    main()
