"""`wirebrush demo`: three invented news sites on this machine, crawled and shown, without a network."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.demo import DemoSite

FOLDER = Path("wirebrush-demo")
STORE = FOLDER / "news.db"
PAGE = FOLDER / "page.html"
NEXT = (
    (f"export --store sqlite:///{STORE} --format jsonl", "all articles as JSON lines"),
    (f"clean {PAGE} --format json", "one saved page, cleaned"),
    (f"explain {PAGE} --report why.html", "which step removed which line, and why"),
    ("crawl https://YOUR-NEWS-SITE/ --limit 20", "a site of your own"),
)


@click.command()
def demo() -> int:
    """Crawl three small invented news sites on this machine and show what comes out.

    Needs no network. Everything it makes is in the folder wirebrush-demo, which a second call makes anew.
    """
    from crawler.demo import demo_sites

    _tidy()
    with demo_sites() as sites:
        click.echo("Three invented news sites run on this machine while this demo does:")
        for site in sites:
            click.echo(f"  {site.url}  {site.name}, {len(site.stories)} articles")
        click.echo()
        code = _crawl(sites)
        before = _save_page(sites[0])
    _show(before)
    return code


def _tidy() -> None:
    """Start afresh: the sites get other ports each time, so that an old store would only confuse."""
    FOLDER.mkdir(exist_ok=True)
    for name in (STORE, Path(f"{STORE}-wal"), Path(f"{STORE}-shm"), PAGE):
        name.unlink(missing_ok=True)


def _crawl(sites: "tuple[DemoSite, ...]") -> int:
    """The same command that anybody would type."""
    from crawler.cli.crawl import crawl

    arguments = [site.url for site in sites] + ["--store", f"sqlite:///{STORE}"]
    for site in sites:
        arguments += ["--allow-host", site.host]
    code = crawl.main(arguments, prog_name="wirebrush crawl", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _save_page(site: "DemoSite") -> str:
    """Save the oldest article's page as a browser would; return its address."""
    story = site.stories[-1]
    PAGE.write_bytes(site.html(story))
    return site.story_url(story)


def _show(url: str) -> None:
    from rich.console import Console

    from cleaners import Cleaner, Page
    from cleaners.explain import explain
    from crawler.demo.show import before_and_after, stored
    from crawler.store import open_store, records

    console = Console()
    page = Page.parse(PAGE.read_bytes(), url=url)
    console.print(before_and_after(explain(Cleaner()(page), str(PAGE))))
    store = open_store(f"sqlite:///{STORE}", readonly=True)
    try:
        with store.reading() as connection:
            console.print(stored(records.read(connection, records.Wanted())))
    finally:
        store.close()
    click.echo(_next())


def _next() -> str:
    """Commands to try, called as this one was."""
    name = "wirebrush" if shutil.which("wirebrush") else sys.argv[0]
    lines = "\n\n".join(f"  # {meaning}\n  {name} {arguments}" for arguments, meaning in NEXT)
    return f"\nThe articles are in the database {STORE}, the page above is {PAGE}. What to try next:\n\n{lines}"
