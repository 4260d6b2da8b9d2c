"""What it costs to find the links of a page: our pass over the text, an lxml parse alone, Scrapy's LinkExtractor.

    python benchmarks/links.py FOLDER [--pages 200]

FOLDER holds saved pages (.html, also .gz). Prints CPU milliseconds a page, as a ratio to the parse, and links found.
"""

import argparse
import gzip
import time
from collections.abc import Callable
from pathlib import Path

from lxml import html
from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor

from cleaners.decode import decode
from crawler.discovery import links

URL = "http://news.example/"


def pages(folder: Path, count: int) -> list[bytes]:
    """The first pages of a folder by name."""
    paths = sorted(path for path in folder.rglob("*.html*") if path.is_file())[:count]
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]


def measured(bodies: list[bytes], find: Callable[[bytes], int]) -> tuple[float, int]:
    """CPU milliseconds a page and how many links were found in all; the best of three rounds."""
    best, found = float("inf"), 0
    for _ in range(3):
        start = time.process_time()
        found = sum(find(body) for body in bodies)
        best = min(best, time.process_time() - start)
    return 1000 * best / len(bodies), found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    args = parser.parse_args()
    bodies = pages(args.folder, args.pages)
    extractor = LinkExtractor()
    ways: dict[str, Callable[[bytes], int]] = {
        "lxml parse": lambda body: len(html.document_fromstring(decode(body).encode())) and 0,
        "wirebrush": lambda body: len(links.read(body, URL)),
        "Scrapy": lambda body: len(extractor.extract_links(HtmlResponse(URL, body=body, encoding="utf-8"))),
    }
    results = {name: measured(bodies, find) for name, find in ways.items()}
    base = results["lxml parse"][0]
    print(f"{len(bodies)} pages of {sum(map(len, bodies)) // max(len(bodies), 1):,} bytes")
    print(f"{'':12} {'ms a page':>10} {'ratio':>6} {'links':>7}")
    for name, (milliseconds, found) in results.items():
        print(f"{name:12} {milliseconds:10.2f} {milliseconds / base:6.2f} {found:7}")


if __name__ == "__main__":
    main()
