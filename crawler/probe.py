"""A first look at a site: a short polite crawl into a store that is thrown away."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, select

from crawler.config import SiteConfig
from crawler.process import Plan, run
from crawler.store import open_store
from crawler.store.schema import frontier

ARTICLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a site offers.

    feeds, sitemaps: those that could be read, or that the site names and nobody had read when there were articles
    enough. fault: why no article was found; "" otherwise.
    """

    articles: int
    found: int
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    fault: str


def probe(site: SiteConfig) -> Probe:
    """Crawl a handful of articles. Once in a process, as every crawl.

    Raises UnavailableError where the network cannot be used.
    """
    with TemporaryDirectory(prefix="wirebrush-") as folder:
        url = f"sqlite:///{Path(folder, 'probe.db')}"
        quiet = {"LOG_ENABLED": False}
        result = run(Plan(sites={site.label: site}, store=url, limit=ARTICLES, jobs=1, settings=quiet))
        store = open_store(url)
        try:
            with store.reading() as connection:
                feeds, sitemaps = (_offered(connection, kind) for kind in ("feed", "sitemap"))
        finally:
            store.close()
    counts = result.counts[site.label]
    articles = counts.get("stored", 0)
    fault = "" if articles else result.broken.get(site.label, "the crawl was stopped")
    return Probe(articles=articles, found=counts.get("found", 0), feeds=feeds, sitemaps=sitemaps, fault=fault)


def _offered(connection: Connection, kind: str) -> tuple[str, ...]:
    """The addresses of one kind that could be read, or that wait and are no guess."""
    could = frontier.c.state.in_(("done", "queued")) & (frontier.c.kind == kind) & frontier.c.reason.is_(None)
    query = select(frontier.c.url, frontier.c.state, frontier.c.hints).where(could).order_by(frontier.c.id)
    return tuple(url for url, state, hints in connection.execute(query) if state == "done" or not hints.get("guess"))
