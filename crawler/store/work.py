"""One transaction of a crawl: everything in a batch, and what is to be fetched next."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from crawler.health import marks
from crawler.store import articles, duplicate_index, frontier, pauses, runs
from crawler.store.batch import Batch, Saved
from crawler.store.dialects import Dialect


@dataclass(frozen=True, slots=True)
class Context:
    """What a crawl's transactions have in common. guard: why a new URL is not to be followed, or None."""

    dialect: Dialect
    run_id: int
    guard: frontier.Guard


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the batch's articles, in their order, and what the run counts for it, by site and name."""

    saved: list[Saved]
    counted: Counter[tuple[str, str]]


def apply(connection: Connection, context: Context, batch: Batch, now: float) -> Done:
    """Write a batch: an article and the end of its lease stand or fall together, with the counts that tell of them."""
    dialect = context.dialect
    counted = Counter(batch.counts)
    counted += frontier.discover(connection, dialect, batch.found, context.guard)
    saved = duplicate_index.mark(connection, articles.save(connection, dialect, batch.saves)) if batch.saves else []
    for save, result in zip(batch.saves, saved, strict=True):
        counted[save.site, result.outcome] += 1
        if result.outcome != "unchanged":
            counted[save.site, "duplicates"] += result.duplicate
            counted.update((save.site, mark) for mark in marks(save.article, save.dated_by))
    if batch.gone:
        articles.mark_gone(connection, batch.gone)
    if batch.seen:
        articles.mark_seen(connection, batch.seen, now)
    frontier.acknowledge(connection, batch.acks)
    pauses.save(connection, dialect, batch.pauses)
    runs.add(connection, dialect, context.run_id, counted)
    return Done(saved, counted)
