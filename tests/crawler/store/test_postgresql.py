"""What only a server can show: crawls that write at once, search that reads as SQLite's does, and plain complaints."""

from contextlib import closing
from threading import Barrier, Thread

import pytest
from sqlalchemy import make_url

from crawler.errors import SettingsError, UnavailableError
from crawler.store import excerpts, frontier, listing, locks, open_store
from crawler.store.listing import Filter
from crawler.store.terms import read_terms

NOW = 1_800_000_000.0
SITE = "daily.example"
PLACE = (SITE, f"https://{SITE}")
TEXTS = {
    "Naïve façade": "The café on Straße 12/14 re-opened, said foo_bar@example.com about C++ and the bridge/tunnel.",
    "The bridge": "A naive plan: the bridge is closed, the ferry is late. Ärger im Hafen.",
    "Late ferry": "The ferry sails late over a narrow strait, and the bridges stay open.",
    "Числа": "Ёлка стоит у моста; 3,5 млн рублей.",
}
QUERIES = (
    *("naive", "facade", "Naïve", "strasse", "12", "reopened", "re-opened", "foo_bar", "bar", "c", "tunnel", "bridge"),
    *('"bridge is closed"', '"is bridge"', "title:bridge", "text:naive", "bridge -ferry", "bridg*", '"the ferr*"'),
    *("title:bri*", "елка", "Ёлка", "млн", "arger", "AND", "the OR bridge", "'", "a:b & c", "\\", "bridge | tunnel"),
)


@pytest.fixture
def database(new_database):
    return new_database()


def at_once(*works):
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        work()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_never_have_one_site_nor_one_url(shelf, found):
    shelf.apply(found=[found(f"{number}") for number in range(200)])
    sites = [f"site{number}.example" for number in range(50)]
    had, leased = [], []

    def work():
        owner = locks.Owner(machine="elsewhere")
        with shelf.store.writing() as connection:
            taken = locks.claim(connection, shelf.store.dialect, owner, sites, NOW).taken
        had.extend(site for site in sites if site not in taken)
        with shelf.store.writing() as connection:
            leased.extend(each.url for each in frontier.lease(connection, owner.name, PLACE, 60, NOW))

    at_once(work, work, work)
    assert sorted(had) == sorted(sites)
    assert len(leased) == len(set(leased)) >= 60


def test_what_one_crawl_holds_another_does_not_wait_for(shelf, found):
    shelf.apply(found=[found("a"), found("b")])
    with shelf.store.writing() as one, shelf.store.writing() as other:
        (first,) = frontier.lease(one, "one", PLACE, 1, NOW)
        (second,) = frontier.lease(other, "other", PLACE, 1, NOW)
    assert {first.url[-1], second.url[-1]} == {"a", "b"}


def test_of_two_copies_that_come_at_once_one_is_the_original(shelf):
    text = " ".join(f"word{number}" for number in range(80))
    at_once(*(lambda name=name: shelf.save(name, text) for name in "abcd"))
    with shelf.store.reading() as connection:
        marks = connection.exec_driver_sql("SELECT duplicate_of FROM articles").scalars().all()
    assert sorted(mark is None for mark in marks) == [False, False, False, True]


def test_a_store_that_two_make_at_once_is_made_once(new_database):
    url = new_database()
    at_once(*(lambda: open_store(url).close() for _ in range(3)))
    with closing(open_store(url, create=False)) as store, store.reading() as connection:
        assert store.dialect.problems(connection) == []


def test_search_finds_what_it_finds_in_sqlite(shelf, tmp_path):
    def found(store, query):
        terms = read_terms(query)
        with store.reading() as connection:
            listed = listing.page(connection, store.dialect, Filter(terms=terms, order="oldest"))
            return listed.ids, store.dialect.search(connection, query, 1)[1:]

    with closing(open_store(f"sqlite:///{tmp_path}/news.db")) as other:
        for store in (shelf.store, other):
            saving = type(shelf)(store)
            for number, (title, text) in enumerate(TEXTS.items()):
                saving.save(f"{number}", text, title=title)
        for query in QUERIES:
            assert found(shelf.store, query) == found(other, query), query


def test_excerpts_mark_what_was_found(shelf):
    shelf.save("a", "one " * 60 + "the naïve bridge/tunnel of steel " + "two " * 60, title="Steel bridge")
    terms = read_terms('"naive bridge" title:steel')
    with shelf.store.reading() as connection:
        (shown,) = excerpts.read(connection, terms, [1]).values()
    assert shown.title == "\x02Steel\x03 bridge"
    assert "the \x02naïve bridge\x03/tunnel of steel two" in shown.text
    assert shown.text.startswith("…one")
    assert shown.text.endswith("two…")


def test_a_text_too_long_for_the_index_and_one_with_nul_are_stored(shelf):
    shelf.save("a", " ".join(f"w{number}" for number in range(200_000)), title="nul\0here")
    with shelf.store.reading() as connection:
        assert shelf.store.dialect.search(connection, "w100", 9) == [1]
        assert connection.exec_driver_sql("SELECT title FROM articles").scalar() == "nulhere"


def test_a_check_names_what_the_index_lacks(shelf):
    shelf.save("a", "Text.")
    with shelf.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM articles_search")
        assert shelf.store.dialect.problems(connection) == ["full-text index: lacks 1 articles"]


def test_nothing_is_written_through_a_store_that_is_only_read(shelf):
    with (
        closing(open_store(shelf.store.url, readonly=True)) as store,
        pytest.raises(UnavailableError, match="read-only"),
        store.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM articles")


def test_complaints_are_one_line_with_what_to_do_and_without_the_password(database, tmp_path):
    url = make_url(database).set(password="secret")
    missing = url.set(database="missing").render_as_string(hide_password=False)
    nobody = url.set(query={"host": str(tmp_path)}).render_as_string(hide_password=False)
    for wrong, what in ((missing, "createdb"), (nobody, "check that the server runs"), (database, "no such store")):
        with pytest.raises(UnavailableError, match=what) as caught:
            open_store(wrong, create=False)
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_database_of_something_else_is_left_alone(database):
    with closing(open_store(database)) as store, store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE schema_version")
    with pytest.raises(UnavailableError, match="holds something else"):
        open_store(database)


def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"wirebrush\[postgres\]"):
        open_store("postgresql://localhost/news")
