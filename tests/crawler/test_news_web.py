"""Eight sites, each found in another way, crawled on the first day and again after a day has passed on them."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest
from newsweb import NewsWeb, news_web

MONTH = 30 * 86400.0
AGENCY = {"atom": None, "rss": "atom", "mix": "atom"}  # who printed the agency's story after whom


@dataclass
class Crawl:
    """What the store holds after it, what was asked for, and what the command said."""

    records: list[dict]
    hits: dict[str, list]
    said: str


@dataclass
class Days:
    web: NewsWeb
    first: Crawl
    second: Crawl
    before: set[str]
    edited: set[str]
    deleted: set[str]


def crawl(wirebrush, web):
    for site in web:
        site.hits.clear()
    (wirebrush.folder / "sites.toml").write_text(web.toml())
    said = wirebrush("crawl", "--sites", "sites.toml", "--jobs", "1", "--archive", "archive")
    records = [json.loads(line) for line in wirebrush("export", "--format", "jsonl", "--versions").splitlines()]
    return Crawl(records, {site.name: list(site.hits) for site in web}, said)


@pytest.fixture(scope="module")
def days(one_wirebrush):
    with news_web(7) as web:
        first = crawl(one_wirebrush, web)
        before = {url for site in web for url in site.expected}
        web.pass_a_day()
        with closing(sqlite3.connect(one_wirebrush.folder / "news.db")) as db, db:
            db.execute("UPDATE frontier SET due_at = due_at - ?", (MONTH,))
        second = crawl(one_wirebrush, web)
        edited = {url for site in web for url in site.addresses(site.edited)}
        deleted = {site.origin + path for site in web for path in site.gone}
        yield Days(web, first, second, before, edited, deleted)


def test_every_article_is_found_and_nothing_else(days):
    assert sorted(record["canonical_url"] for record in days.first.records) == sorted(days.before)
    expected = {url for site in days.web for url in site.expected}
    assert {record["canonical_url"] for record in days.second.records} == expected
    assert len(expected) == len(days.before) + 8


def test_nothing_forbidden_is_fetched(days):
    for hits in (*days.first.hits.values(), *days.second.hits.values()):
        assert [hit.path for hit in hits if hit.path.startswith("/private/")] == []


def test_traps_end_and_are_named(days):
    said = [line for line in days.first.said.splitlines() if line.startswith("sections: ") and "trap: " in line]
    assert {line.partition("trap: ")[2] for line in said} == {
        "endless queries",
        "endless calendar or numbered pages",
        "path repeats itself",
    }
    assert len(days.first.hits["sections"]) < 250
    assert len(days.second.hits["sections"]) <= len(days.first.hits["sections"])


def test_wire_copy_repeats_its_first_publisher(days):
    records = {record["canonical_url"]: record for record in days.second.records}
    for name, original in AGENCY.items():
        site = days.web.sites[name]
        (url,) = site.addresses(story for story in site.publication.stories if "(Agency)" in story.text)
        origin = days.web.sites[original].origin if original else ""
        assert (records[url]["duplicate_of"] or "").startswith(origin)
        assert bool(records[url]["duplicate_of"]) == bool(original)


def test_articles_cut_into_pages_are_whole(days):
    site = days.web.sites["list"]
    texts = {record["canonical_url"]: record["text"] for record in days.second.records}
    for story in site.publication.stories:
        assert [text for text in story.paragraphs if text not in texts[site.origin + site.path(story)]] == []


def test_edits_become_versions_and_what_was_taken_down_is_marked(days):
    newest = {record["canonical_url"]: record for record in days.second.records}
    assert {url for url, record in newest.items() if record["version"] > 1} == days.edited
    assert all("an earlier version got this wrong" in newest[url]["text"] for url in days.edited)
    assert {url for url, record in newest.items() if record["gone"]} == days.deleted


def test_what_is_known_is_not_fetched_again(days):
    again, known = [], days.before - days.edited
    for site in days.web:
        hits = [site.origin + hit.path.partition("?")[0] for hit in days.second.hits[site.name] if hit.status == 200]
        again += [url for url in hits if url in known]
    assert len(again) <= 0.05 * sum(map(len, days.second.hits.values())), again
