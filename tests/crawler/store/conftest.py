"""An empty store, and what a crawl puts into it."""

from datetime import UTC, datetime

import pytest

from cleaners import Article
from crawler.store import Ack, Batch, Found, Save, open_store, runs, work
from crawler.store.work import Context

NOW = 1_800_000_000.0
SITE = "daily.example"
ORIGIN = f"https://{SITE}"


class Shelf:
    """A store and the shortest way to use it."""

    def __init__(self, store):
        self.store = store
        with store.writing() as connection:
            self.run = runs.begin(connection, {SITE: f"{ORIGIN}/"}, NOW)
        self.context = Context(store.dialect, self.run.id, lambda found: None)

    def apply(self, **batch):
        with self.store.writing() as connection:
            return work.apply(connection, self.context, Batch(**batch), NOW)

    def save(self, path, text, title="A title", **more):
        (saved,) = self.apply(saves=[self.to_save(path, text, title, **more)]).saved
        return saved

    def to_save(self, path, text, title="A title", **more):
        url = f"{ORIGIN}/{path}"
        article = Article(url=url, title=title, text=text, published=datetime(2026, 1, 5, tzinfo=UTC))
        return Save(
            article=article,
            canonical_url=more.pop("canonical_url", url),
            url=url,
            host=SITE,
            site=SITE,
            fetched_at=datetime.fromtimestamp(NOW, UTC),
            **more,
        )

    def counts(self):
        with self.store.reading() as connection:
            return runs.of_run(connection, self.run.id)[SITE]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The URL of a store that is still to be made: what is promised of one kind holds for every kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'news.db'}"
    return request.getfixturevalue("new_database")()


@pytest.fixture
def shelf(database):
    store = open_store(database)
    yield Shelf(store)
    store.close()


@pytest.fixture
def found():
    def make(path, kind="article", priority=60, **more):
        return Found(url=f"{ORIGIN}/{path}", site=SITE, origin=ORIGIN, kind=kind, priority=priority, **more)

    return make


@pytest.fixture
def ended():
    def make(lease, state="done", **more):
        values = {
            "reason": None,
            "tries": 0,
            "not_before": 0.0,
            "due_at": None,
            "interval": 0.0,
            "fetched_at": NOW,
            "etag": None,
            "last_modified": None,
            "digest": None,
        }
        return Ack(id=lease.id, place=lease.place, kind=lease.kind, state=state, **(values | more))

    return make
