import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from cleaners.profile import SiteProfile
from crawler.duplicates import fingerprint
from crawler.items import FetchedPage
from crawler.pipelines.clean import CleanPipeline
from crawler.store import open_store, profiles

PROMPT = "Readers in the harbour can hear this column read aloud on the ferry every Sunday morning at nine."
STORY = "".join(
    f"<p>The ferry ran aground for the {word} time, and the harbour master wrote it down.</p>"
    for word in ("first", "second", "third", "fourth", "fifth")
)


def fetched(path, body=STORY):
    html = f"<title>Ferry</title><body><article><h1>Ferry</h1>{body}<p>{PROMPT}</p></article></body>".encode()
    return FetchedPage(url=f"https://news.test/{path}", body=html, fetched_at=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def clean(tmp_path):
    """Cleans one page with what the store has learned."""
    url = f"sqlite:///{tmp_path}/news.db"

    def run(item, *learned: SiteProfile):
        store = open_store(url)
        with store.writing() as connection:
            profiles.save(connection, store.dialect, {each.host: each for each in learned}, 0.0)
        store.close()
        values = {"WIREBRUSH_STORE": url, "WIREBRUSH_JOBS": 1}
        values |= {"WIREBRUSH_CLEAN_SECONDS": 60, "WIREBRUSH_CLEAN_MEGABYTES": 1024}
        pipeline = CleanPipeline.from_crawler(SimpleNamespace(settings=Settings(values)))
        try:
            return asyncio.run(pipeline.process_item(item))
        finally:
            pipeline.close_spider()

    return run


def test_what_was_learned_about_a_site_is_used(clean):
    assert PROMPT in clean(fetched("a")).article.text
    profile = SiteProfile(host="news.test", pages=9, lines={"article > p": {PROMPT: 9}, "p": {PROMPT: 9}})
    assert PROMPT not in clean(fetched("a"), profile).article.text


def test_where_the_page_tells_no_day_that_of_the_feed_counts(clean):
    told = {"published": "2026-02-28T06:00:00+01:00"}
    assert clean(replace(fetched("a"), hints=told)).article.published == datetime(2026, 2, 28, 5, tzinfo=UTC)
    own = '<meta property="article:published_time" content="2026-02-27T06:00:00Z">' + STORY
    assert clean(replace(fetched("a", own), hints=told)).article.published == datetime(2026, 2, 27, 6, tzinfo=UTC)


def test_parts_are_one_article(clean):
    second = fetched("a?page=2", "<p>On the second page the ferry floated again, to the surprise of the harbour.</p>")
    whole = FetchedPage(
        url="https://news.test/a", body=fetched("a").body, fetched_at=second.fetched_at, parts=(second,)
    )
    joined = clean(whole)
    assert joined.article.text.count("for the first time") == 1
    assert "floated again" in joined.article.text
    assert joined.fingerprint is None  # that of the first part would be another text's


def test_the_worker_makes_the_fingerprint_that_the_store_would_make(clean):
    story = fetched("a", STORY + STORY.replace("ferry", "pilot boat"))
    cleaned = clean(story)
    assert cleaned.fingerprint == fingerprint(cleaned.article)
    assert len(cleaned.fingerprint) == 20


def test_profiles_of_another_format_are_as_good_as_none(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/news.db")
    with store.writing() as connection:
        profiles.save(connection, store.dialect, {"a.test": SiteProfile(host="a.test", pages=3)}, 0.0)
        connection.exec_driver_sql("INSERT INTO profiles VALUES ('b.test', '\"{}\"', 0)")
        assert list(profiles.load(connection)) == ["a.test"]
    store.close()
