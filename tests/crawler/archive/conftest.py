"""An archive's index in a store of its own."""

import pytest

from crawler.archive.index import StoreIndex
from crawler.store import open_store


@pytest.fixture
def index(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/news.db")
    yield StoreIndex(store)
    store.close()
