from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest
from sqlalchemy import select

from cleaners.article import Article
from crawler.duplicates import LEAST_WORDS, alike, band_keys, fingerprint, words
from crawler.store import Save, articles, duplicate_index, open_store
from crawler.store.schema import articles as table

NOW = datetime(2026, 3, 1, tzinfo=UTC)
VOCABULARY = [f"{a}{b}" for a in "ba ce di fo gu ha".split() for b in "ln rt sk mp nd".split()]


def story(seed: int, length: int = 200) -> str:
    return " ".join(VOCABULARY[blake2b(f"{seed} {at}".encode()).digest()[0] % 30] for at in range(length))


@pytest.fixture
def store(database):
    store = open_store(database)
    yield store
    store.close()


def fetched(name: str, text: str, published: datetime | None = None) -> Save:
    url = f"https://{name}.test/a"
    article = Article(text=text, title=name, published=published)
    return Save(article=article, canonical_url=url, url=url, host=f"{name}.test", site=name, fetched_at=NOW)


def save_all(store, *new: Save):
    with store.writing() as connection:
        return duplicate_index.mark(connection, articles.save(connection, store.dialect, new))


def save(store, name: str, text: str, published: datetime | None = None):
    (saved,) = save_all(store, fetched(name, text, published))
    return saved


def duplicates(store) -> dict[str, str | None]:
    with store.reading() as connection:
        rows = connection.execute(select(table.c.site, table.c.canonical_url, table.c.duplicate_of)).all()
    return {row.canonical_url.split(".")[0].removeprefix("https://"): row.duplicate_of for row in rows}


def test_wire_copy_on_another_site_is_a_duplicate_of_the_first(store):
    assert not save(store, "first", story(1)).duplicate
    second = save(store, "second", "LONDON (Wire) - " + story(1) + " More soon.")
    assert second.duplicate
    assert second.record["duplicate_of"] == "https://first.test/a"
    third = save(store, "third", story(1).upper() + " This site adds a line.")
    assert third.record["duplicate_of"] == "https://first.test/a"


def test_a_fingerprint_that_comes_with_an_article_is_not_made_again(store):
    first, second, third = (fetched(name, story(1)[2:]) for name in ("first", "second", "third"))
    copy = replace(second, article=replace(second.article, text=story(1)))
    stranger = replace(third, article=replace(third.article, text=story(1) + " more"), fingerprint=[1, 2, 3])
    made = [replace(each, fingerprint=fingerprint(each.article)) for each in (first, copy)]
    assert [each.duplicate for each in save_all(store, *made, stranger)] == [False, True, False]


def test_the_first_publisher_is_the_original_though_fetched_last(store):
    save(store, "copy", story(1), NOW)
    save(store, "reprint", story(1) + " with a line", NOW + timedelta(hours=1))
    save(store, "agency", story(1) + " by the agency", NOW - timedelta(hours=1))
    agency = "https://agency.test/a"
    assert duplicates(store) == {"copy": agency, "reprint": agency, "agency": None}
    assert save(store, "late", story(1), NOW).record["duplicate_of"] == agency


def test_an_article_is_no_duplicate_of_itself_when_it_changes(store):
    save(store, "first", story(1))
    changed = save(store, "first", story(1) + " and an update")
    assert changed.outcome == "changed"
    assert not changed.duplicate


def test_a_duplicate_that_became_another_story_is_none_any_more(store):
    save(store, "first", story(1))
    save(store, "second", story(1) + " copied")
    assert save(store, "second", story(2)).record["duplicate_of"] is None
    assert save(store, "third", story(2) + " copied").record["duplicate_of"] == "https://second.test/a"


def test_other_stories_are_left_alone(store):
    for number in range(20):
        assert not save(store, f"site{number}", story(number)).duplicate


def test_the_same_text_is_a_duplicate_unless_it_is_a_stub(store):
    save(store, "first", story(1, 30))
    assert save(store, "second", story(1, 30)).record["duplicate_of"] == "https://first.test/a"
    save(store, "third", "Subscribe to read the whole story.")
    assert save(store, "fourth", "Subscribe to read the whole story.").record["duplicate_of"] is None


def test_a_story_told_by_many_in_one_batch_has_one_original(store):
    save(store, "first", story(1), NOW)
    told = {"reprint": 1, "agency": -2, "late": 0, "earlier": -1}
    texts = {name: f"{story(1)} as told by {name}" for name in told}
    saved = save_all(
        store,
        *(fetched(name, text, NOW + timedelta(hours=told[name])) for name, text in texts.items()),
        fetched("other", story(2)),
        fetched("again", story(2)),
    )
    assert [each.duplicate for each in saved] == [True, False, True, True, False, True]
    agency, other = "https://agency.test/a", "https://other.test/a"
    assert duplicates(store) == {
        "first": agency,
        "reprint": agency,
        "agency": None,
        "late": agency,
        "earlier": agency,
        "other": None,
        "again": other,
    }
    assert save(store, "last", story(1) + " at last").record["duplicate_of"] == agency


def test_the_index_is_durable(store, database):
    save(store, "first", story(1))
    store.close()
    again = open_store(database)
    assert save(again, "second", story(1) + " copied").duplicate
    again.close()


def test_texts_that_differ_in_their_numbers_are_different_stories():
    forecast = story(3, 180) + " high {} low {} rain {} wind {}"
    monday, tuesday = (words(forecast.format(*numbers)) for numbers in ((21, 9, 30, 14), (18, 7, 60, 33)))
    assert not alike(monday, tuesday)
    assert alike(monday, [*monday, "more"])


def test_short_texts_are_never_compared():
    short = words(story(1, LEAST_WORDS - 1))
    assert band_keys(short) == []
    assert not alike(short, short)


def test_keys_fit_a_database_column_and_stay_the_same():
    keys = band_keys(words(story(1)))
    assert len(set(keys)) == 20
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys[:2] == [-7641175231205506786, -4470247794877098411]
