import pytest

from crawler.store import listing
from crawler.store.listing import Cursor, Filter
from crawler.store.terms import Term, finds, read_terms

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def plan(shelf, wanted, after):
    with shelf.store.reading() as connection:
        query = listing.query(shelf.store.dialect, wanted, after).limit(51)
        compiled = query.compile(connection.engine, compile_kwargs={"render_postcompile": True})
        values = tuple(compiled.params[key] for key in compiled.positiontup or ())
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]


@ON_SQLITE
@pytest.mark.parametrize("after", [None, Cursor(1.0, 1)])
@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(order="oldest"),
        Filter(host="a"),
        Filter(host="a", language="de", section="Sport", since=1.0, until=2.0),
        Filter(language="de"),
        Filter(section="Sport", repeats=True),
    ],
)
def test_lists_are_found_in_an_index_alone_and_never_sorted(shelf, wanted, after):
    (step,) = plan(shelf, wanted, after)
    assert "USING COVERING INDEX articles_by_" in step


@ON_SQLITE
@pytest.mark.parametrize("name", ["host", "section", "language"])
def test_a_rare_value_costs_no_walk_over_all_articles(shelf, name):
    (step,) = plan(shelf, Filter(**{name: "a"}), None)
    assert f"articles_by_{name} ({name}=?" in step


@ON_SQLITE
@pytest.mark.parametrize("order", ["newest", "best"])
@pytest.mark.parametrize("host", [None, "a"])
def test_a_search_never_scans_the_articles(shelf, order, host):
    steps = plan(shelf, Filter(terms=(Term("word"),), order=order, host=host), None)
    assert not [step for step in steps if step.startswith("SCAN articles ") or step == "SCAN articles"]


@pytest.mark.parametrize(("order", "bound"), [("best", "RANKED"), ("newest", "SEARCHED")])
def test_a_search_for_very_frequent_words_looks_at_those_stored_last(shelf, monkeypatch, order, bound):
    monkeypatch.setattr(listing, bound, 3)
    for number in range(5):
        shelf.save(f"a{number}", f"word number {number}")
    with shelf.store.reading() as connection:
        found = listing.page(connection, shelf.store.dialect, Filter(terms=read_terms("word"), order=order))
        few = listing.page(connection, shelf.store.dialect, Filter(terms=read_terms('"number 1"')))
    assert (sorted(found.ids), found.bounded) == ([3, 4, 5], True)
    assert (few.ids, few.bounded) == ((2,), False)


@pytest.mark.parametrize("written", ["", "_", "1", "x_1", "1_x", "nan_1", "inf_1", "1_-1", "1_99999999999999999999"])
def test_what_is_no_cursor_is_ignored(written):
    assert Cursor.read(written) is None


def test_a_cursor_reads_what_it_wrote():
    cursor = Cursor(-12.345678901234567, 42)
    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", ()),
        ("a b", (Term("a"), Term("b"))),
        ('"a b" c', (Term("a b"), Term("c"))),
        ('Title:"a b" text:c', (Term("a b", "title"), Term("c", "text"))),
        ("-a -title:b", (Term("a", excluded=True), Term("b", "title", excluded=True))),
        ("begin*", (Term("begin*", start=True),)),
        ('"not closed', (Term("not closed"),)),
        ("* - _ !!", ()),
        ("site:a", (Term("site:a"),)),
    ],
)
def test_what_people_type_is_read_as_terms(query, terms):
    assert read_terms(query) == terms
    assert finds(terms) == any(not term.excluded for term in terms)
