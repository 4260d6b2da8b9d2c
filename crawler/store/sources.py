"""Where a site's articles were found: its feeds, sitemaps and section pages, as the frontier knows them."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from crawler.store.schema import frontier

KINDS = ("feed", "sitemap", "listing", "start", "robots")


class SeenSource(NamedTuple):
    """A page that names articles. reason: what went wrong when it was last fetched."""

    url: str
    kind: str
    state: str
    fetched_at: float | None
    reason: str | None


def seen(connection: Connection, site: str, limit: int = 100) -> list[SeenSource]:
    """The sources of a site, by kind and address."""
    names = [frontier.c[name] for name in SeenSource._fields]
    here = (frontier.c.site == site) & frontier.c.kind.in_(KINDS)
    query = select(*names).where(here).order_by(frontier.c.kind, frontier.c.url).limit(limit)
    return [SeenSource(*row) for row in connection.execute(query)]
