import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from crawler.store.sqlite_search import match
from crawler.store.terms import finds, read_terms


@given(
    st.text()
    | st.lists(st.sampled_from(['"', "*", "-", "title:", "NEAR(", "a", "\0", "OR", "\ud800", ")"])).map("".join)
)
def test_whatever_is_typed_is_a_query_that_sqlite_takes(typed):
    terms = read_terms(typed)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE a USING fts5(title, text)")
    if finds(terms):
        assert database.execute("SELECT rowid FROM a WHERE a MATCH ?", (match(terms),)).fetchall() == []
    database.close()
