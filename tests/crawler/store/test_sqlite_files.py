"""Files that are no store, or no longer one: named, and never written to."""

import sqlite3
from contextlib import closing

import pytest

from crawler.errors import SettingsError, UnavailableError
from crawler.store import open_store, records
from crawler.store.sqlite_recover import recover


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path / 'news.db'}"


def articles(path):
    with closing(open_store(f"sqlite:///{path}", readonly=True)) as store, store.reading() as connection:
        return [record["text"] for record in records.read(connection, records.Wanted())]


def fill(shelf, count=120):
    shelf.apply(saves=[shelf.to_save(f"{number}", f"Text number {number}. " * 40) for number in range(count)])
    shelf.store.close()
    return shelf.store.dialect.path


DAMAGE = {
    "empty": lambda data: b"",
    "no database": lambda data: b"this is not a database\n" * 100,
    "header zeroed": lambda data: bytes(100) + data[100:],
    "cut at a page": lambda data: data[: len(data) // 8192 * 4096],
    "cut within a page": lambda data: data[: len(data) // 8192 * 4096 + 1000],
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_store_is_refused_and_left_as_it_is(shelf, kind):
    path = fill(shelf)
    damaged = DAMAGE[kind](path.read_bytes())
    path.write_bytes(damaged)
    for readonly in (False, True):
        with pytest.raises(UnavailableError, match=r"news\.db: .*(damaged|empty|not an SQLite)"):
            open_store(f"sqlite:///{path}", readonly=readonly)
    assert path.read_bytes() == damaged
    assert [each.name for each in path.parent.iterdir()] == ["news.db"]


@pytest.mark.parametrize(("kind", "least"), [("header zeroed", 120), ("cut at a page", 20), ("cut within a page", 20)])
def test_what_can_be_read_of_it_is_recovered(shelf, tmp_path, kind, least):
    path = fill(shelf)
    damaged = DAMAGE[kind](path.read_bytes())
    path.write_bytes(damaged)
    copied = {each.name: each.copied for each in recover(f"sqlite:///{path}", tmp_path / "saved.db")}
    assert copied["articles"] >= least
    assert len(articles(tmp_path / "saved.db")) == copied["articles"]
    assert path.read_bytes() == damaged


def test_where_nothing_can_be_read_nothing_is_left_behind(tmp_path):
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"this is not a database\n" * 500)
    with pytest.raises(UnavailableError, match="nothing can be read"):
        list(recover(str(junk), tmp_path / "saved.db"))
    assert [each.name for each in tmp_path.iterdir()] == ["junk.db"]


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE something_else(x)")
    with pytest.raises(UnavailableError, match="not a wirebrush store"):
        open_store(str(path))


def test_a_store_of_a_newer_wirebrush_is_refused(shelf):
    with shelf.store.writing() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    with pytest.raises(UnavailableError, match="upgrade wirebrush"):
        open_store(shelf.store.url)


def test_a_read_only_store_can_be_read_and_says_so_when_it_is_to_be_written(shelf):
    path = fill(shelf, 1)
    path.chmod(0o444)
    assert len(articles(path)) == 1
    with pytest.raises(UnavailableError, match="read-only"):
        open_store(str(path))


def test_a_locked_store_is_named_with_what_to_do(shelf):
    url = f"{shelf.store.url}?timeout=0.1"
    with closing(sqlite3.connect(shelf.store.dialect.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            closing(open_store(url)) as store,
            pytest.raises(UnavailableError, match="another program"),
            store.writing(),
        ):
            pytest.fail("it was not locked")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/news", "://", "postgresql://me:SECRET@h:port/x"]
)
def test_a_url_that_names_no_store_is_wrong_usage(url):
    with pytest.raises(SettingsError) as caught:
        open_store(url)
    assert "SECRET" not in str(caught.value)


def test_a_missing_store_is_not_made_where_it_is_only_to_be_read(tmp_path):
    with pytest.raises(UnavailableError, match="no such store"):
        open_store(str(tmp_path / "news.db"), readonly=True)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_missing_or_not_writable_is_named(tmp_path):
    with pytest.raises(UnavailableError, match="cannot be made here"):
        open_store(str(tmp_path / "missing" / "news.db"))
