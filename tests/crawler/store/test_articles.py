"""What the store promises about articles; every kind of database must hold it."""

from crawler.store import records
from crawler.store.articles import article_of


def everything(shelf, **wanted):
    with shelf.store.reading() as connection:
        return list(records.read(connection, records.Wanted(**wanted)))


def test_an_article_is_stored_once_and_then_only_seen(shelf):
    assert shelf.save("a", "Text of a.").outcome == "stored"
    assert shelf.save("a", "Text  of\n\na.").outcome == "unchanged"
    (record,) = everything(shelf)
    assert (record["version"], record["text"]) == (1, "Text of a.")
    assert shelf.counts() == {"stored": 1, "unchanged": 1, "short": 1}


def test_a_changed_text_or_title_is_a_new_version_and_the_old_one_is_kept(shelf):
    shelf.save("a", "Old text.")
    assert shelf.save("a", "New text.").record["version"] == 2
    assert shelf.save("a", "New text.", title="Another title").record["version"] == 3
    assert [record["version"] for record in everything(shelf)] == [3]
    assert [record["text"] for record in everything(shelf, versions=True)] == ["Old text.", "New text.", "New text."]


def test_the_same_text_elsewhere_is_a_duplicate_of_the_first_and_kept(shelf):
    shelf.save("a", "Wire copy. " * 40)
    again = shelf.save("b", "Wire copy. " * 40)
    assert (again.outcome, again.duplicate) == ("stored", True)
    assert again.record["duplicate_of"] == "https://daily.example/a"
    assert shelf.save("c", "Wire copy. " * 40).record["duplicate_of"] == "https://daily.example/a"


def test_a_variant_never_replaces_the_page_that_it_names_as_its_original(shelf):
    shelf.save("a", "The whole text.")
    variant = shelf.save("a/print", "Half of it.", canonical_url="https://daily.example/a")
    assert variant.outcome == "unchanged"
    assert everything(shelf)[0]["text"] == "The whole text."


def test_search_follows_the_newest_version(shelf):
    shelf.save("a", "The ferry is late.")
    shelf.save("b", "The ferry sails.")
    shelf.save("a", "The bus is late.")

    def search(words):
        with shelf.store.reading() as connection:
            return [record["url"][-1] for record in records.search(connection, shelf.store.dialect, words)]

    assert search("ferry") == ["b"]
    assert search("bus late") == ["a"]
    assert search('"ferry" OR NEAR(') == []
    assert search("") == []
    with shelf.store.writing() as connection:
        assert shelf.store.dialect.problems(connection) == []


def test_an_article_that_is_gone_is_kept_and_comes_back_when_it_does(shelf):
    shelf.save("a", "Text.")
    shelf.apply(gone=["https://daily.example/a"])
    assert everything(shelf)[0]["gone"] is True
    shelf.save("a", "Text.")
    assert everything(shelf)[0]["gone"] is False


def test_a_record_becomes_the_article_that_it_was(shelf):
    record = shelf.save("a", "Text.").record
    assert article_of(record).as_record() == {name: record[name] for name in article_of(record).as_record()}


def test_export_picks_by_site_and_date(shelf):
    shelf.save("a", "Text.")
    assert len(everything(shelf, site="daily.example")) == 1
    assert everything(shelf, site="other.example") == []
    assert everything(shelf, since=1_900_000_000.0) == []
