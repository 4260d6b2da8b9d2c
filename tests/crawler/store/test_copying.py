"""A store moved to a server and back is the store that it was."""

from contextlib import closing

import pytest

from crawler.cli import main
from crawler.errors import SettingsError
from crawler.store import open_store, records
from crawler.store.copying import LEFT_BEHIND, copy
from crawler.store.listing import Filter, page
from crawler.store.schema import metadata
from crawler.store.terms import read_terms


def rows(store):
    tables = [table for table in metadata.sorted_tables if table.name not in LEFT_BEHIND]
    with store.reading() as connection:
        return {
            table.name: connection.execute(table.select().order_by(*table.primary_key)).fetchall() for table in tables
        }


def fill(shelf, found, ended):
    shelf.apply(found=[found(f"{number}", hints={"title": "Ä"}) for number in range(30)])
    for number in range(30):
        shelf.save(
            f"{number}", f"Story number {number}, a\ttab and a \\ too. " * 30, title=None if number else "Zürich"
        )
    shelf.save("1", "Another text of it.")


def test_everything_comes_along_and_the_next_article_has_the_next_number(shelf, found, ended, new_database, tmp_path):
    fill(shelf, found, ended)
    for url in (new_database(), f"sqlite:///{tmp_path}/copy.db"):
        with closing(open_store(url)) as target:
            moved = list(copy(shelf.store, target))
            assert rows(target) == rows(shelf.store)
            assert {each.table: each.rows for each in moved if each.rows == each.of}["articles"] == 30
            with target.writing() as connection:
                assert target.dialect.problems(connection) == []
                assert page(connection, target.dialect, Filter(terms=read_terms("zurich"))).ids == (1,)
            type(shelf)(target).save("new", "The newest.")
            with target.reading() as connection:
                *_, last = records.read(connection, records.Wanted())
            assert last["text"] == "The newest."
            with pytest.raises(SettingsError, match="empty store"):
                list(copy(shelf.store, target))


def test_a_copy_that_is_stopped_leaves_nothing(shelf, found, ended, new_database):
    fill(shelf, found, ended)
    with closing(open_store(new_database())) as target:
        moving = copy(shelf.store, target)
        next(moving)
        moving.close()
        assert not any(rows(target).values())


def test_the_command_names_what_it_moved(shelf, found, ended, new_database, capfd):
    fill(shelf, found, ended)
    url = new_database()
    assert main(["store", "copy", shelf.store.url, url]) == 0
    assert "articles: 30 rows" in capfd.readouterr().out
    assert main(["store", "copy", shelf.store.url, url]) == 2
    assert main(["store", "copy", "missing.db", url]) == 3
