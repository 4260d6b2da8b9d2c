"""The durable index of near-duplicates, over all sites: which stored article a new one repeats.

Only articles that repeat none are in it, so however often a story is told, it is compared once.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from crawler.duplicates import alike, band_keys, words
from crawler.store.batch import Saved
from crawler.store.dialects import Dialect
from crawler.store.schema import articles, metadata

LEAST_EXACT = 20  # words; shorter texts that are the same are stubs: paywalls, notices, captions
COMPARED = 5  # articles that one text is compared with, those first that share most keys with it
HOLDING = 100  # of the articles that hold a key, those first; what is told twice shares rarer keys, too
AT_ONCE = 200  # articles whose keys are looked for in one statement

duplicate_bands = Table(
    "duplicate_bands",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="of a band of the text's MinHash"),
    Column("article_id", ForeignKey("articles.id"), primary_key=True, index=True),
)


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    duplicate_bands.create(connection)


def mark(connection: Connection, saved: Sequence[Saved]) -> list[Saved]:
    """What was just saved, each new text that repeats another marked as its duplicate.

    The first publisher's article is the original, also where it was fetched last: then those stored before become its
    duplicates.
    """
    marked = list(saved)
    fresh = [at for at, each in enumerate(saved) if each.outcome != "unchanged"]
    for start in range(0, len(fresh), AT_ONCE):
        some = fresh[start : start + AT_ONCE]
        marking = _Marking.of(connection, [saved[at] for at in some])
        for at in some:
            marked[at] = marking.mark(saved[at])
        marking.write(connection)
    return marked


@dataclass(slots=True, eq=False)
class _Story:
    """A stored article as it is compared, and when it says that it was published."""

    id: int
    url: str
    text: str
    published: datetime | None
    duplicate_of: str | None

    @property
    def words(self) -> list[str]:
        """What is compared."""
        return words(self.text)

    def is_earlier(self, other: Self) -> bool:
        """Whether both say when they were published, and this one was first."""
        return bool(self.published and other.published and self.published < other.published)


@dataclass(slots=True)
class _Marking:
    """Some new articles and all that they may repeat, read at once, marked one after the other, written at once.

    known: by URL. keys: of the new ones, by id. likely: how many keys each of them shares with articles stored before.
    """

    known: dict[str, _Story]
    keys: dict[int, set[int]]
    likely: dict[int, Counter[int]]
    _by_id: dict[int, _Story] = field(init=False)
    _originals: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _replaced: list[tuple[_Story, str]] = field(default_factory=list)
    _changed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._by_id = {story.id: story for story in self.known.values()}

    @classmethod
    def of(cls, connection: Connection, saved: Sequence[Saved]) -> Self:
        """Read what is needed to mark them."""
        new = {each.id: _story(each.id, each.record) for each in saved}
        keys = {each.id: _keys(each) for each in saved}
        if changed := [each.id for each in saved if each.outcome == "changed"]:
            connection.execute(delete(duplicate_bands).where(duplicate_bands.c.article_id.in_(changed)))
        likely = _likely(connection, keys)
        same = {story.duplicate_of for story in new.values() if story.duplicate_of}
        others = {number for shared in likely.values() for number in _best(shared)}
        stories = (*_stories(connection, same, others), *new.values())
        return cls({story.url: story for story in stories}, keys, likely)

    def mark(self, saved: Saved) -> Saved:
        """One of the new articles, marked."""
        new = self.known[str(saved.record["canonical_url"])]
        before = new.duplicate_of
        exact = self.known.get(before) if before and len(new.words) >= LEAST_EXACT else None
        original = exact or self._find(new)
        if original and new.is_earlier(original):
            self._give_way(original, new.url)
            original = None
        new.duplicate_of = original.url if original else None
        for key in self.keys[new.id]:
            (self._originals[key].discard if original else self._originals[key].add)(new.id)
        if new.duplicate_of == before:
            return saved
        self._changed.add(new.id)
        return replace(saved, record={**saved.record, "duplicate_of": new.duplicate_of}, duplicate=bool(original))

    def _find(self, new: _Story) -> _Story | None:
        """The original that a text repeats."""
        shared = self.likely.get(new.id, Counter()) + Counter(
            number for key in self.keys[new.id] for number in self._originals[key] if number != new.id
        )
        for story, _ in self._replaced:
            del shared[story.id]
        stories = (self._by_id[number] for number in _best(shared) if number in self._by_id)
        own = new.words if shared else []
        return next((story for story in stories if alike(own, story.words)), None)

    def _give_way(self, old: _Story, url: str) -> None:
        """The article that was the original, and all its duplicates, now repeat the one at `url`."""
        self._replaced.append((old, url))
        for key in self.keys.get(old.id, ()):
            self._originals[key].discard(old.id)
        for story in self.known.values():
            if story.url != url and (story is old or story.duplicate_of == old.url):
                story.duplicate_of = url
                self._changed.add(story.id)

    def write(self, connection: Connection) -> None:
        """Keep what was found."""
        for old, url in self._replaced:
            theirs = or_(articles.c.id == old.id, articles.c.duplicate_of == old.url)
            connection.execute(update(articles).where(theirs, articles.c.canonical_url != url).values(duplicate_of=url))
            connection.execute(delete(duplicate_bands).where(duplicate_bands.c.article_id == old.id))
        if self._changed:
            change = update(articles).where(articles.c.id == bindparam("b_id")).values(duplicate_of=bindparam("b_of"))
            rows = [{"b_id": number, "b_of": self._by_id[number].duplicate_of} for number in sorted(self._changed)]
            connection.execute(change, rows)
        bands = [{"key": key, "article_id": number} for key, ids in self._originals.items() for number in ids]
        if bands:
            connection.execute(insert(duplicate_bands), bands)


def _keys(saved: Saved) -> set[int]:
    if saved.fingerprint is not None:
        return set(saved.fingerprint)
    return set(band_keys(words(str(saved.record["text"]))))


def _best(shared: Counter[int]) -> list[int]:
    """Those that share most keys, the first stored of equal ones."""
    return sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]


def _likely(connection: Connection, keys: dict[int, set[int]]) -> dict[int, Counter[int]]:
    """For each article those stored before that share keys with it, and how many."""
    stored: dict[int, list[int]] = {}
    for row in connection.execute(SHARED, {"keys": set().union(*keys.values())}):
        stored.setdefault(row.key, []).append(row.article_id)
    return {new: Counter(number for key in own for number in stored.get(key, ())) for new, own in keys.items()}


def _holding() -> Select[tuple[int, int]]:
    """The articles that hold some keys, of each key those first."""
    bands = duplicate_bands.c
    place = func.row_number().over(partition_by=bands.key, order_by=bands.article_id).label("place")
    wanted = bands.key.in_(bindparam("keys", expanding=True))
    holding = select(bands.key, bands.article_id, place).where(wanted).subquery()
    return select(holding.c.key, holding.c.article_id).where(holding.c.place <= HOLDING)


SHARED = _holding()  # made once: that takes longer than running it


def _stories(connection: Connection, urls: Collection[str], ids: Collection[int]) -> list[_Story]:
    """The articles at these addresses, and with these ids."""
    if not urls and not ids:
        return []
    c = articles.c
    query = select(c.id, c.canonical_url, c.text, c.published, c.duplicate_of)
    rows = connection.execute(query.where(or_(c.canonical_url.in_(urls), c.id.in_(ids)))).mappings()
    return [_story(row["id"], row) for row in rows]


def _story(number: int, record: RowMapping | Mapping[str, Any]) -> _Story:
    published = record["published"]
    return _Story(
        id=number,
        url=record["canonical_url"],
        text=record["text"],
        published=datetime.fromisoformat(published) if published else None,
        duplicate_of=record["duplicate_of"],
    )
