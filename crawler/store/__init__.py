"""Where a crawl keeps its articles, its frontier and its history: SQLAlchemy Core over SQLite."""

from crawler.store.batch import Ack, Batch, Found, Lease, Save, Saved
from crawler.store.store import DEFAULT_URL, Store, open_store

__all__ = ["DEFAULT_URL", "Ack", "Batch", "Found", "Lease", "Save", "Saved", "Store", "open_store"]
