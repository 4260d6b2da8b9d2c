"""What a page of the real web costs a crawl: processor, database, archive, bytes written.

    python benchmarks/volume.py [--pages 240] [--postgresql]

The development pages are served from this machine and crawled into a store and an archive, once few of them and once
all, each into a new store: the difference between the two crawls, divided by the pages that make it, is the cost of one
without what a start costs.
"""

import argparse
import gzip
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from development import module
from loopback import Site, serve
from sqlalchemy import func, select, text
from throwaway import cpu_seconds, server

from crawler.store import open_store
from crawler.store.schema import articles

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
FEW = 40
SECTOR = 512  # bytes in which the kernel counts what was written


class Costs(NamedTuple):
    """Of one crawl: seconds of CPU here and in the server, and bytes."""

    cpu: float
    server: float
    written: float
    database: float
    archive: float
    stored: float


class Pages(Site):
    """Serves real pages as the stories of a site."""

    html: Sequence[str] = ()

    def story(self, number: int) -> str:
        """One of them."""
        return self.html[number]


def crawl(html: Sequence[str], folder: Path, url: str, *, on_server: bool) -> Costs:
    """Crawl them all."""
    with serve(len(html), Pages) as site:
        site.html = html
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = cpu_seconds(url) if on_server else 0.0
        arguments = f"crawl http://{site.host}/ --allow-host {site.host} --delay 0 --store {url} --archive raw".split()
        command = [*COMMAND, *arguments, "--jobs", "1"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False)
        used = cpu_seconds(url) - began if on_server else 0.0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with closing(open_store(url)) as store, store.reading() as connection:
        size = (
            "pg_database_size(current_database())" if on_server else "page_count * page_size FROM pragma_page_count()"
        )
        more = "" if on_server else ", pragma_page_size()"
        database = connection.execute(text(f"SELECT {size}{more}")).scalar_one()
        stored = connection.execute(select(func.count()).select_from(articles)).scalar_one()
    return Costs(
        cpu=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        server=used,
        written=SECTOR * (after.ru_oublock - before.ru_oublock),
        database=database,
        archive=sum(path.stat().st_size for path in (folder / "raw").glob("*")),
        stored=stored,
    )


def main() -> int:
    """Run it and print what a page costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=240)
    parser.add_argument("--postgresql", action="store_true", help="a server of its own")
    given = parser.parse_args()
    pages = module("pages")
    found = [gold.html.decode(gold.encoding or "utf-8", "replace") for name in pages.SETS for gold in pages.load(name)]
    html = found[:: max(1, len(found) // given.pages)][: given.pages]
    costs = []
    for some in (html[:: len(html) // FEW][:FEW], html):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(server()) if given.postgresql else f"sqlite:///{folder}/news.db"
            costs.append(crawl(some, folder, url, on_server=given.postgresql))
    each = Costs(*((all_of - few) / (len(html) - FEW) for few, all_of in zip(*costs, strict=True)))
    packed = sum(len(gzip.compress(page.encode())) for page in html) / len(html)
    print(f"{len(html)} pages of {sum(map(len, html)) / len(html) / 1000:.0f} kB, {packed / 1000:.0f} kB packed")
    print(f"CPU: {1000 * each.cpu:.1f} ms of the crawl, {1000 * each.server:.1f} ms of the server; ", end="")
    print(f"{each.stored:.0%} gave an article")
    print(f"kB: {each.database / 1000:.1f} database, {each.archive / 1000:.1f} archive, ", end="")
    print(f"{each.written / 1000:.1f} written by the crawl")
    return 0


if __name__ == "__main__":
    sys.exit(main())
