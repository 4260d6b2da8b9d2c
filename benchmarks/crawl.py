"""What a crawl costs beside fetching and cleaning: a site on this machine, crawled in three ways.

    python benchmarks/crawl.py                  2,000 stories
    python benchmarks/crawl.py --stories 500    fewer

"bare Scrapy" follows the same links and keeps nothing, "Scrapy and trafilatura" extracts in the callback as a short
spider would, and "wirebrush" is the whole thing: discovery, worker processes, store with full-text index. "cleaning
alone" is our cleaner over the same pages in a loop. CPU is that of whole processes, their start and workers included;
memory is the largest process's; lag is how late the event loop comes back from a sleep of 10 ms.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from statistics import median
from typing import Any, Self

import scrapy
from loopback import WORDS, Site, serve
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response

PAUSE = 0.01  # seconds
NO_WAITING = {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "LOG_ENABLED": False}
QUIET = {**NO_WAITING, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False}


class NewsSite(Site):
    """Stories with as much chrome around them as on a usual news site."""

    def story(self, number: int) -> str:
        """Twenty-five paragraphs, a menu of 60 links, 40 teasers and 20 lines of footer."""
        dice = random.Random(number)

        def words(count: int) -> str:
            return " ".join(dice.choices(WORDS, k=count)).capitalize()

        menu = "".join(f'<li class="menu-item"><a href="#{at}">Section {at}</a></li>' for at in range(60))
        body = "".join(f"<p>{words(45)}.</p>" for _ in range(25))
        teasers = "".join(
            f'<div class="teaser card"><h3><a href="#t{at}">{words(8)}</a></h3><span>{words(2)}</span></div>'
            for at in range(40)
        )
        footer = "".join(f'<div class="footer-link"><a href="#f{at}">Service {at}</a></div>' for at in range(20))
        head = f'<title>{words(6)} | Daily Test</title><meta property="og:type" content="article">'
        return (
            f"<!doctype html><html lang=en><head>{head}</head><body><nav><ul>{menu}</ul></nav><main><article>"
            f'<h1>{words(6)} {number}</h1><p class="byline">By Ada Stone</p>{body}</article>'
            f'<aside class="related">{teasers}</aside></main><footer>{footer}</footer></body></html>'
        )


class LagMeter:
    """An extension that notes how late the event loop comes back from each short sleep."""

    late: list[float] = []  # noqa: RUF012 - of the one crawl in this process

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """A meter that runs while the engine does."""
        meter = cls()
        crawler.signals.connect(meter.start, signals.engine_started)
        return meter

    def start(self) -> None:
        """Measure from now on."""
        self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(PAUSE)
            self.late.append(time.perf_counter() - start - PAUSE)


class BareSpider(scrapy.Spider):
    """Follows every link and keeps nothing."""

    name = "bare"

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Lists lead to stories, and to older lists."""
        if "/news/" in response.url:
            self.keep(response)
            return
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href)

    def keep(self, response: Response) -> None:
        """Nothing."""


class PeerSpider(BareSpider):
    """Extracts in the callback."""

    def keep(self, response: Response) -> None:
        """With metadata, as trafilatura's users call it."""
        from trafilatura import bare_extraction

        bare_extraction(response.text, url=response.url, with_metadata=True)


def scrape(spider: type[BareSpider], host: str) -> None:
    """Scrapy with little more than its defaults."""
    process = AsyncCrawlerProcess({**QUIET, "EXTENSIONS": {LagMeter: 900}})
    process.crawl(spider, start_urls=[f"http://{host}/"])
    process.start()


def wirebrush(host: str, store: str) -> None:
    """The whole thing."""
    from crawler import settings
    from crawler.process import Plan, run
    from crawler.sites import by_name, from_urls

    sites = by_name(from_urls([f"http://{host}/"], delay=0.0, allow_hosts=[host]))
    extensions = {**settings.EXTENSIONS, LagMeter: 900}
    run(Plan(sites=sites, store=store, settings={**NO_WAITING, "EXTENSIONS": extensions}))


def clean_alone(site: Site) -> None:
    """Our cleaner over the same pages, which the site makes again: their making is not counted."""
    start = time.process_time()
    from cleaners import Cleaner, Page

    cleaner = Cleaner()
    LagMeter.late.append(time.process_time() - start)
    for number in range(site.stories):
        page = site.story(number).encode()
        start = time.process_time()
        cleaner(Page.parse(page, url=f"http://{site.host}/news/{number:06d}"))
        LagMeter.late.append(time.process_time() - start)


def measured(way: str, host: str, stories: int, folder: str) -> dict[str, float]:
    """Do one of the ways in this process; CPU seconds, lag in milliseconds, memory in MB."""
    if way == "cleaning alone":
        site = NewsSite(stories)
        clean_alone(site)
        site.server_close()
        return {"cpu": sum(LagMeter.late), "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}
    if way == "wirebrush":
        wirebrush(host, f"sqlite:///{folder}/news.db")
    else:
        scrape(PeerSpider if "trafilatura" in way else BareSpider, host)
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    late = sorted(1000 * each for each in LagMeter.late)
    lag = {"median": median(late), "p99": late[int(0.99 * len(late))], "max": late[-1]}
    return {"cpu": sum(os.times()[:4]), "rss": largest / 1000, **lag}


def rows(found: Mapping[str, Mapping[str, float]], stories: int) -> Iterator[str]:
    """A Markdown table."""
    yield "| way | CPU s a 1,000 pages | lag ms median | p99 | max | MB |\n|---|--:|--:|--:|--:|--:|"
    for way, row in found.items():
        lag = " | ".join(f"{row[name]:.1f}" if name in row else "-" for name in ("median", "p99", "max"))
        yield f"| {way} | {1000 * row['cpu'] / stories:.1f} | {lag} | {row['rss']:.0f} |"
    floor = found["bare Scrapy"]["cpu"] + found["cleaning alone"]["cpu"]
    yield f"wirebrush costs {found['wirebrush']['cpu'] / floor:.2f} of bare Scrapy and cleaning alone"


def main() -> None:
    """Read the arguments, measure each way in a process of its own, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--host", default="", help=argparse.SUPPRESS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.way:
            print(json.dumps(measured(args.way, args.host, args.stories, folder)))
            return
        found = {}
        for way in ("bare Scrapy", "cleaning alone", "Scrapy and trafilatura", "wirebrush"):
            with serve(args.stories, NewsSite) as site:
                ours = [sys.executable, __file__, "--way", way, "--host", site.host, "--stories", str(args.stories)]
                done = subprocess.run(ours, check=True, capture_output=True, text=True)
            found[way] = json.loads(done.stdout.splitlines()[-1])
    print("\n".join(rows(found, args.stories)))


if __name__ == "__main__":
    main()
