"""Articles that were cleaned again from the archive: what differs from the store, and storing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from crawler.store import archive_index, duplicate_index
from crawler.store.articles import digest, save
from crawler.store.batch import Save
from crawler.store.dialects import Dialect
from crawler.store.schema import articles

Kind = Literal["same", "metadata", "changed", "new", "older", "variant", "lost", "empty"]
NO_METADATA = frozenset(("url", "canonical_url", "title", "text"))


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning again changes about one article; before and after are its words.

    kind: "metadata" where title and text stay, "changed" for a new version, "new" for an article that was not stored,
    "older" where the store has a later fetch, which stays, "variant" where what is stored comes from another address of
    the article that is in the archive as well (of two that differ, each would undo the other), "lost" where no text is
    found any more (the old one stays), "empty" where there was none before either.
    """

    kind: Kind
    url: str
    before: int = 0
    after: int = 0


def dated(connection: Connection, new: Sequence[Save]) -> list[Save]:
    """Articles whose page tells no day get the one that is stored: a feed or a sitemap told it."""
    urls = [each.canonical_url for each in new if each.article.published is None]
    query = select(articles.c.canonical_url, articles.c.published)
    rows = connection.execute(query.where(articles.c.canonical_url.in_(urls), articles.c.published.is_not(None)))
    known = {url: datetime.fromisoformat(day) for url, day in rows}
    return [
        replace(each, article=replace(each.article, published=each.article.published or known.get(each.canonical_url)))
        for each in new
    ]


def compare(connection: Connection, new: Sequence[Save]) -> list[Change]:
    """What storing these would change."""
    urls = [each.canonical_url for each in new]
    rows = connection.execute(select(articles).where(articles.c.canonical_url.in_(urls))).mappings()
    known = {row["canonical_url"]: dict(row) for row in rows}
    return [_compare(connection, known.get(each.canonical_url), each) for each in new]


def _compare(connection: Connection, old: Mapping[str, Any] | None, new: Save) -> Change:
    text = new.article.text
    if old is None:
        return Change("new" if text.strip() else "empty", new.canonical_url, 0, len(text.split()))
    return Change(_kind(connection, old, new), new.canonical_url, len(old["text"].split()), len(text.split()))


def _kind(connection: Connection, old: Mapping[str, Any], new: Save) -> Kind:
    if new.fetched_at.replace(microsecond=0) < datetime.fromisoformat(old["fetched_at"]):
        return "older"
    if old["url"] != new.url and archive_index.last(connection, old["url"]):
        return "variant"
    if not new.article.text.strip():
        return "lost"
    if old["text_digest"] != digest(new.article.text) or old["title"] != new.article.title:
        return "changed"
    return "metadata" if any(old[name] != value for name, value in _metadata(new).items()) else "same"


def _metadata(new: Save) -> dict[str, object]:
    return {name: value for name, value in new.article.as_record().items() if name not in NO_METADATA}


def store(connection: Connection, dialect: Dialect, new: Sequence[Save], changes: Sequence[Change]) -> None:
    """Store what `compare` found to differ: new versions and articles, and metadata in place."""
    for each, change in zip(new, changes, strict=True):
        here = update(articles).where(articles.c.canonical_url == each.canonical_url)
        if change.kind == "metadata":
            dated = (each.article.published or each.fetched_at).timestamp()
            connection.execute(here.values(_metadata(each) | {"dated": dated}))
        elif change.kind == "new":
            duplicate_index.mark(connection, save(connection, dialect, [each]))
        elif change.kind == "changed":
            seen = select(articles.c.last_seen, articles.c.gone).where(articles.c.canonical_url == each.canonical_url)
            before = connection.execute(seen).mappings().one()
            duplicate_index.mark(connection, save(connection, dialect, [each]))
            connection.execute(here.values(dict(before)))  # nobody has looked at the site
