"""A store with a few articles, a crawled site and an archived page, and the application on it."""

from datetime import UTC, datetime

import pytest

from cleaners import Article
from crawler.archive.entry import Capture
from crawler.archive.index import StoreIndex
from crawler.archive.writer import ArchiveWriter
from crawler.store import Save, open_store, runs
from crawler.store.articles import save
from crawler.web.app import Settings, make_app

TestClient = pytest.importorskip("starlette.testclient").TestClient

HOST = "daily.example"
NOW = datetime(2026, 1, 20, tzinfo=UTC)
BODY = (
    "The lighthouse on the northern mole was lit again on Tuesday evening, after ten dark years and two court cases.",
    "Its keeper climbed the hundred and nine steps with a box of matches that the town museum had lent her.",
    "Fishermen who had steered by the cathedral in the meantime said that they would believe it when the fog came in.",
    "The harbour board put the cost at four million, of which the lamp itself was the smallest part by a long way.",
)
TEXT = "\n\n".join(BODY)
PAGE = (
    "<!doctype html><html lang=en><head><title>The lighthouse is lit</title><script>alert(1)</script></head><body>"
    "<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>The lighthouse is lit</h1>"
    + "".join(f"<p>{text}</p>" for text in BODY)
    + "</article><footer>Copyright Daily</footer></body></html>"
)


class Web:
    """The application's client, and the shortest way to fill its store."""

    page = PAGE
    text = TEXT

    def __init__(self, folder):
        self.url = f"sqlite:///{folder / 'news.db'}"
        self.archive = folder / "raw"
        self.archive.mkdir()
        self.store = open_store(self.url)

    def add(self, path, text=TEXT, title="The lighthouse is lit", **more):
        url = f"https://{more.pop('host', HOST)}/{path}"
        day = more.pop("day", 5)
        article = Article(
            url=url, title=title, text=text, language="en", published=datetime(2026, 1, day, tzinfo=UTC), **more
        )
        new = Save(article=article, canonical_url=url, url=url, host=url.split("/")[2], site=HOST, fetched_at=NOW)
        with self.store.writing() as connection:
            (saved,) = save(connection, self.store.dialect, [new])
        return saved

    def crawled(self, verdict=None):
        with self.store.writing() as connection:
            run = runs.begin(connection, {HOST: f"https://{HOST}/"}, NOW.timestamp())
            runs.add(connection, self.store.dialect, run.id, {(HOST, "stored"): 3, (HOST, "empty: no text"): 2})
            runs.finish(connection, run.id, NOW.timestamp())
            runs.judge(connection, run.id, HOST, verdict)

    def keep_page(self, path, html=PAGE):
        with ArchiveWriter(self.archive, StoreIndex(self.store)) as archive:
            archive.add(Capture(url=f"https://{HOST}/{path}", body=html.encode(), fetched_at=NOW))

    def serve(self, **settings):
        app = make_app(Settings(store=self.url, archive=self.archive, **settings))
        return TestClient(app, base_url="http://127.0.0.1")


@pytest.fixture
def web(tmp_path):
    web = Web(tmp_path)
    yield web
    web.store.close()


@pytest.fixture
def client(web):
    with web.serve() as client:
        yield client
