"""CPU time a page on the development pages: ours beside the bare parse and the peers, page by page in one run.

    python benchmarks/speed.py               every 4th page
    python benchmarks/speed.py --sample 1    every page

Everybody gets each page in turn, so that a machine that slows down slows all; every extractor is warmed up on five
pages first, so that imports do not count. Ratios are to trafilatura's default with metadata.
"""

import argparse
import importlib.util
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from development import module

from cleaners.clean import Cleaner
from cleaners.decode import decode
from cleaners.options import CleanOptions
from cleaners.page import Page, parse_html

Run = Callable[[Any], object]
WARM_UP = 5


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
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        yield "resiliparse, text only", lambda gold: extract_plain_text(_source(gold), main_content=True)
    if importlib.util.find_spec("readability"):
        from readability import Document

        yield "readability-lxml, text only", lambda gold: Document(_source(gold)).summary()


def _source(gold: Any) -> str:
    return decode(gold.html, gold.encoding)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=4)
    args = parser.parse_args()
    pages = module("pages")
    golds = [gold for name in pages.SETS for gold in list(pages.load(name))[:: args.sample]]
    contest = list(runners())
    spent: dict[str, list[float]] = {name: [] for name, _ in contest}
    for turn, gold in enumerate(golds[:WARM_UP] + golds):
        for name, run in contest:
            start = time.process_time()
            run(gold)
            if turn >= WARM_UP:
                spent[name].append(1000 * (time.process_time() - start))
    base = np.array(spent[contest[0][0]])
    print(f"{len(golds)} pages\n| CPU ms a page | mean | median | p95 | p99 | max | mean ratio | p99 ratio |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, values in spent.items():
        times = np.array(values)
        median, p95, p99 = np.percentile(times, (50, 95, 99))
        row = [times.mean(), median, p95, p99, times.max()]
        ratios = [times.mean() / base.mean(), p99 / np.percentile(base, 99)]
        print(f"| {name} | {' | '.join(f'{x:.1f}' for x in row)} | {' | '.join(f'{x:.2f}' for x in ratios)} |")


if __name__ == "__main__":
    main()
