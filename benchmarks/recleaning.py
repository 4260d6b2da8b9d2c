"""Clean the development pages again from an archive: what changes against trafilatura's text, and on a second time.

    python benchmarks/recleaning.py              every page
    python benchmarks/recleaning.py --sample 20

The pages are written as WARC records, the store is filled with what trafilatura makes of them, and `wirebrush reclean`
runs twice: the first time it tells what it does differently, the second time nothing may change.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from development import module
from quality import trafilatura

from cleaners import clean
from crawler.archive.entry import Capture
from crawler.archive.index import StoreIndex
from crawler.archive.writer import ArchiveWriter
from crawler.items import CleanedPage, FetchedPage
from crawler.pipelines.store import to_save
from crawler.store import Store, open_store, recleaned

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())", "reclean", "--show", "0"]


def golds(sample: int) -> Iterator[Any]:
    """The pages, each under an address of its own: some in the sets have none."""
    pages = module("pages")
    for name in pages.SETS:
        for gold in list(pages.load(name))[::sample]:
            gold.url = f"https://{gold.host or 'pages.example'}/{gold.id}"
            yield gold


def fill(store: Store, folder: Path, sample: int) -> int:
    """Archive every page and store the text that trafilatura finds; how many pages there are."""
    extract = trafilatura()
    saves = []
    with ArchiveWriter(folder, StoreIndex(store)) as writer:
        for gold in golds(sample):
            media_type = f"text/html; charset={gold.encoding}" if gold.encoding else "text/html"
            headers = {"Content-Type": media_type}
            writer.add(Capture(url=gold.url, body=gold.html, headers=headers, fetched_at=FETCHED))
            ours = clean(gold.html, url=gold.url, charset=gold.encoding)
            article = replace(ours, text=extract(gold)["text"] or ours.text)
            page = FetchedPage(url=gold.url, body=b"", fetched_at=FETCHED)
            saves.append(to_save(CleanedPage(page=page, article=article)))
    with store.writing() as connection:
        recleaned.store(connection, store.dialect, saves, recleaned.compare(connection, saves))
    return len(saves)


def main() -> None:
    """Fill an archive, clean it twice, print what the command says and what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=1, help="only every Nth page")
    sample = parser.parse_args().sample
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        address = f"sqlite:///{folder / 'news.db'}"
        store = open_store(address)
        try:
            print(f"{fill(store, folder / 'raw', sample):,} pages archived", flush=True)
        finally:
            store.close()
        for time in ("first", "second"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                [*COMMAND, "--store", address, "--archive", folder / "raw"], check=False, capture_output=True, text=True
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"\n{time} time: exit {done.returncode}, {spent:.0f} s CPU\n{done.stdout}{done.stderr}", flush=True)


if __name__ == "__main__":
    main()
