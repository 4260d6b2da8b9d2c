"""Writes docs/images of `wirebrush serve` and of a report, from invented news: `python docs/make_images.py`.

Needs `pip install -e '.[browser]' pillow` and Chromium. `--all DIR` writes every page at both widths, light and dark,
to be looked at.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from cleaners import Cleaner, Page, learn
from cleaners.explain import explain
from cleaners.report import Report
from crawler.archive.entry import Capture
from crawler.archive.index import StoreIndex
from crawler.archive.writer import ArchiveWriter
from crawler.demo.pages import replies
from crawler.demo.publication import Publication, publications
from crawler.items import CleanedPage, FetchedPage
from crawler.pipelines.store import to_save
from crawler.store import Batch, Found, Save, Store, chrome_rules, open_store, profiles, runs, work
from crawler.store.chrome_rules import Decision, Rule
from crawler.web.chrome import read_chrome

IMAGES = Path(__file__).parent / "images"
SITES = {"porthole.example": "/rss", "talbote.example": "/sitemap.xml", "meridian.example": ""}
FETCHED = datetime(2024, 6, 11, 8, 30, tzinfo=UTC)
BROKEN = "none of 12 pages gave an article: the layout may have changed (no running text)"
PAGES = {
    "overview": "/",
    "articles": "/articles?q=harbor&host=porthole.example",
    "article": "/article/1",
    "original": "/article/1?view=original",
    "removed": "/article/1?view=removed",
    "changes": "/article/1?view=changes",
    "sites": "/sites",
    "site": "/site/porthole.example#chrome",
    "try": "/try",
}
WIDTHS = {"desktop": (1200, 860), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
KEPT = ("overview", "articles", "original", "removed", "changes", "site", "try")
COLOURS = 192
DECIDED: tuple[Decision, ...] = ("approve", "forbid")


def fill(store: Store, archive: Path) -> None:
    """Three sites, two days of runs, a changed article, one that a fourth site repeats."""
    articles = {host: articles_of(host, site) for host, site in zip(SITES, publications(), strict=True)}
    for host, pages in articles.items():
        with ArchiveWriter(archive, StoreIndex(store)) as writer:
            for url, body in pages.items():
                writer.add(Capture(url=url, body=body, fetched_at=FETCHED))
        learned = learn(Page.parse(body, url=url) for url, body in pages.items())
        with store.writing() as connection:
            profiles.save(connection, store.dialect, learned, FETCHED.timestamp())
        cleaner = Cleaner(learned)
        crawl(store, host, [save(cleaner, host, url, body) for url, body in pages.items()])
        crawl(store, host, [], later=24)
    (url, body), *_ = articles["porthole.example"].items()
    changed = body.replace(b"a quarter past midnight", b"half past midnight").replace(b"six months", b"nine months")
    with store.writing() as connection:
        for entry, decision in zip(read_chrome(connection, "porthole.example").entries, DECIDED, strict=False):
            chrome_rules.decide(connection, store.dialect, Rule(entry.entry, decision, entry.times), 1.0)
    cleaner = Cleaner()
    crawl(store, "porthole.example", [save(cleaner, "porthole.example", url, changed, later=30)], later=30)
    copy = url.replace("porthole", "gazette")
    crawl(store, "gazette.example", [save(cleaner, "gazette.example", copy, body, later=31)], later=31)
    crawl(store, "meridian.example", [], later=32, verdict=BROKEN)


def articles_of(host: str, site: Publication) -> dict[str, bytes]:
    """The article pages of a site, by address."""
    made = replies(site, f"https://{host}")
    paths = map(site.path, site.stories)
    return {f"https://{host}{path}": made[path].body for path in sorted(paths, key=lambda path: "ferry" not in path)}


def save(cleaner: Cleaner, host: str, url: str, body: bytes, later: float = 0) -> Save:
    """A page, cleaned."""
    page = FetchedPage(url=url, body=b"", site=host, fetched_at=FETCHED + timedelta(hours=later))
    return to_save(CleanedPage(page=page, article=cleaner(Page.parse(body, url=url)).article))


def crawl(store: Store, host: str, saves: list[Save], later: float = 0, verdict: str | None = None) -> None:
    """One run of a site."""
    now = (FETCHED + timedelta(hours=later)).timestamp()
    counted = {"empty: no running text": 12} if verdict else {"found": 2 * len(saves), "skipped: not an article": 3}
    sources = {"/": "start", "/robots.txt": "robots"} | ({SITES[host]: "feed"} if SITES.get(host) else {})
    found = [
        Found(url=f"https://{host}{path}", site=host, origin=f"https://{host}", kind=kind, priority=1)
        for path, kind in sources.items()
    ]
    with store.writing() as connection:
        run = runs.begin(connection, {host: f"https://{host}/"}, now)
        batch = Batch(found=found, saves=saves)
        batch.counts.update({(host, name): n for name, n in counted.items()})
        work.apply(connection, work.Context(store.dialect, run.id, lambda _found: ""), batch, now)
        runs.finish(connection, run.id, now)
        runs.judge(connection, run.id, host, verdict)


@contextmanager
def serving(store: str, archive: Path) -> Iterator[str]:
    """The address of `wirebrush serve`."""
    command = [str(Path(sys.executable).parent / "wirebrush"), "serve", "--port", "0", "--store", store]
    with subprocess.Popen([*command, "--archive", str(archive)], stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process.stderr.readline().split()[0] if process.stderr else ""
        finally:
            process.terminate()


def look(browser: Browser, address: str, folder: Path, shown: Mapping[str, str]) -> None:
    """A picture of each page at each width, light and dark, and a strip of the narrow ones."""
    for (width, (x, y)), scheme in product(WIDTHS.items(), SCHEMES):
        page = browser.new_page(base_url=address, viewport={"width": x, "height": y}, color_scheme=scheme)
        page.set_default_timeout(200_000)
        for name, path in shown.items():
            page.goto(path)
            if path == "/try":
                page.get_by_label("A page (HTML) or a text").fill(first_page().decode())
                page.get_by_role("button").click()
            page.screenshot(path=folder / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png")
    page = browser.new_page(viewport={"width": 1230, "height": 1000})
    images = "".join(
        f"<img src='{name}-phone.png' width=234 style='margin:5px;border:1px solid #999'>" for name in shown
    )
    (folder / "strip.html").write_text(f"<!doctype html><body style='margin:0'>{images}", "utf-8")
    page.goto((folder / "strip.html").as_uri())
    page.screenshot(path=folder / "phone.png", full_page=True)


def first_page() -> bytes:
    """The HTML of an article."""
    return next(iter(articles_of("porthole.example", next(iter(publications()))).values()))


def look_at_report(browser: Browser, folder: Path) -> None:
    """A picture of what `wirebrush explain --report` writes."""
    report = Report()
    report.add(explain(Cleaner()(Page.parse(first_page())), "page.html"))
    (folder / "report.html").write_text(report.html(), "utf-8")
    page = browser.new_page(viewport={"width": 1180, "height": 860})
    page.goto((folder / "report.html").as_uri())
    page.get_by_text("Photo by").last.hover()
    page.screenshot(path=folder / "report.png")


def main() -> int:
    """Write the pictures; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        archive = folder / "raw"
        archive.mkdir()
        store = open_store(f"sqlite:///{folder}/news.db")
        fill(store, archive)
        store.close()
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(store.url, archive) as address:
            look(chromium, address, folder, PAGES)
        look_at_report(chromium, folder)
        chromium.close()
        for picture in sorted(folder.glob("*.png")):
            if given.all:
                shutil.copy(picture, given.all)
            elif picture.stem.removesuffix("-desktop") in ("phone", "report", *KEPT):
                small = Image.open(picture).convert("RGB").quantize(COLOURS)
                small.save(IMAGES / picture.name.replace("-desktop", ""), optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
