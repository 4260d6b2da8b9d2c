"""The crawl through its real entry point, against a site on this machine."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from threading import Event, Semaphore

import pytest

from crawler import crawl
from crawler.errors import SettingsError, UnavailableError
from crawler.store import open_store, runs

SECONDS = 240
PROJECT = Path(__file__).parents[2]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Daily Test</title>
<item><link>{url}</link><pubDate>{date}</pubDate></item></channel></rss>"""


def exported(wirebrush, *more):
    return [json.loads(line) for line in wirebrush("export", "--format", "jsonl", *more).splitlines()]


def counts(folder):
    """What the last run of the only site counted."""
    with closing(open_store(f"sqlite:///{folder / 'news.db'}")) as store, store.reading() as connection:
        (site,) = runs.sites(connection)
        return runs.history(connection, site)[0].counts


def stored(folder):
    with closing(sqlite3.connect(folder / "news.db")) as db:
        return [url for (url,) in db.execute("SELECT url FROM articles")]


def wait_for(true, seconds=150.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_stores_the_articles_that_robots_allows_and_nothing_else(site, wirebrush):
    paths = site.stories(5)
    site.put("/politics", site.listing(site.put("/news/2026/01/05/about-the-mill", site.story("mill"))))
    site.put("/private/2026/01/05/about-the-secret", site.story("secret"))
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    site.put("/", site.listing(*paths, "/politics", "/private/2026/01/05/about-the-secret"))
    wirebrush.crawl(site)
    records = exported(wirebrush)
    assert len(records) == 6
    assert all(record["text"].startswith("The ") and "Home" not in record["text"] for record in records)
    assert not any(path.startswith("/private") for path in site.requests)
    found = counts(wirebrush.folder)
    assert (found["found"], found["stored"], found["skipped: forbidden by robots.txt"]) == (7, 6, 1)


def test_a_second_run_fetches_no_article_again_and_keeps_edits_as_versions(site, wirebrush):
    edited, kept = site.publish("bridge", "mill")
    feed = FEED.format(url=f"{site.url.rstrip('/')}{edited}", date="Mon, 05 Jan 2026 06:00:00 GMT")
    site.put("/feed", feed)
    wirebrush.crawl(site)
    site.requests.clear()
    site.put(edited, site.story("bridge", "Correction: it has forty-three joints."))
    site.put("/feed", feed.replace("05 Jan 2026", "31 Dec 2099"))
    wirebrush.crawl(site)
    assert site.requests.count(edited) == 1
    assert kept not in site.requests
    assert counts(wirebrush.folder)["changed"] == 1
    versions = [record for record in exported(wirebrush, "--versions") if record["url"].endswith(edited)]
    assert [record["version"] for record in versions] == [1, 2]
    changes = wirebrush("show", versions[0]["url"], "--diff")
    assert "+Correction: it has forty-three joints." in changes


def test_what_the_site_takes_away_is_kept_and_marked(site, wirebrush):
    (path,) = site.publish("bridge")
    feed = FEED.format(url=f"{site.url.rstrip('/')}{path}", date="Mon, 05 Jan 2026 06:00:00 GMT")
    site.put("/feed", feed)
    wirebrush.crawl(site)
    site.put(path, "gone", 410)
    site.put("/feed", feed.replace("05 Jan 2026", "31 Dec 2099"))
    wirebrush.crawl(site)
    (record,) = exported(wirebrush)
    assert record["gone"]
    assert record["text"].startswith("The bridge")


def test_killed_again_and_again_it_stores_each_article_once_and_fetches_none_twice(site, wirebrush):
    paths = site.stories(60)
    gate = Semaphore(0)
    for path in paths:
        site.put(path, gated(gate, site.answers[path][1]))
    for goal in (10, 25):
        gate.release(20)
        process = wirebrush.start(*wirebrush.crawling(site))
        wait_for(lambda goal=goal: len(articles_or_none(wirebrush.folder)) >= goal)
        process.kill()
        process.communicate()
        acknowledged = {url.partition(site.host)[2] for url in stored(wirebrush.folder)}
        site.requests.clear()
    gate.release(1000)
    wirebrush.crawl(site)
    assert not acknowledged.intersection(site.requests)
    assert Counter(stored(wirebrush.folder)) == Counter(site.url.rstrip("/") + path for path in paths)
    found = counts(wirebrush.folder)
    assert (found["found"], found["stored"]) == (60, 60)


def gated(gate, body):
    """Served only while the gate lets through: no crawl comes to its end before its time."""
    return lambda: body if gate.acquire(timeout=SECONDS) else ""


def articles_or_none(folder):
    return stored(folder) if (folder / "news.db").exists() else []


def test_of_two_crawls_on_a_store_the_second_is_told_and_can_wait(site, wirebrush):
    site.stories(3)
    front, told = site.answers["/"][1], Event()
    site.put("/", lambda: front if told.wait(SECONDS) else "")
    first = wirebrush.start(*wirebrush.crawling(site))
    wait_for(lambda: "/" in site.requests)
    wirebrush.crawl(site, code=3)
    assert f"{site.host} is being crawled by process {first.pid}" in wirebrush.errors
    second = wirebrush.start(*wirebrush.crawling(site, "--wait"))
    told.set()
    for process in (first, second):
        _, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, errors
    assert max(Counter(path for path in site.requests if path.startswith("/news/")).values()) == 1
    assert len(stored(wirebrush.folder)) == 3


def test_ctrl_c_stops_it_cleanly_and_the_same_command_goes_on(site, wirebrush):
    paths, gate = site.stories(20), Semaphore(8)
    for path in paths:
        site.put(path, gated(gate, site.answers[path][1]))
    process = wirebrush.start(*wirebrush.crawling(site))
    wait_for(lambda: len(articles_or_none(wirebrush.folder)) >= 3)
    process.send_signal(signal.SIGINT)
    gate.release(1000)
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert "goes on where it was" in errors
    wirebrush.crawl(site)
    assert counts(wirebrush.folder)["stored"] == len(stored(wirebrush.folder)) == 20


def test_failures_are_named_and_make_the_exit_code(site, wirebrush):
    (good, bad) = site.publish("bridge", "mill")
    site.put(bad, "broken", 500)
    table = wirebrush.crawl(site, code=1)
    assert "1 failed: HTTP 500" in table
    assert f"failed: {site.url.rstrip('/')}{bad}: HTTP 500" in wirebrush.errors
    assert site.requests.count(bad) == 3
    assert stored(wirebrush.folder) == [site.url.rstrip("/") + good]


def test_a_site_that_cannot_be_reached_is_exit_code_3_with_the_reason(site, wirebrush):
    wirebrush("crawl", site.url, code=3)
    assert "not public" in wirebrush.errors
    assert site.requests == []


def test_bad_usage_is_exit_code_2(wirebrush):
    wirebrush("crawl", code=2)
    wirebrush("crawl", "ftp://example.org", code=2)
    wirebrush("crawl", "https://example.org", "--set", "nonsense", code=2)
    assert not list(wirebrush.folder.iterdir())


def test_a_limit_is_kept_to_the_article(site, wirebrush):
    site.stories(9)
    wirebrush.crawl(site, "--limit", "4")
    assert len(stored(wirebrush.folder)) == 4


def test_scrapy_itself_runs_it_and_feeds_export_the_records(site, tmp_path):
    site.stories(3)
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"url={site.url}", "-O", f"{tmp_path}/out.jsonl"]
    own = {
        "DOWNLOAD_DELAY": "0",
        "WIREBRUSH_STORE": f"sqlite:///{tmp_path}/news.db",
        "WIREBRUSH_ALLOW_HOSTS": site.host,
        "WIREBRUSH_JOBS": "1",
    }
    command += [word for name, value in own.items() for word in ("-s", f"{name}={value}")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sorted(record["url"] for record in records) == sorted(stored(tmp_path))
    assert list(records[0])[-4:] == ["fetched_at", "duplicate_of", "version", "gone"]


def test_three_lines_of_python_also_where_a_loop_is_running(site):
    site.stories(5)

    async def notebook():
        return [article.title for article in crawl(site.url, limit=2, allow_hosts=[site.host])]

    assert len(asyncio.run(notebook())) == 2
    for article in crawl(site.url, allow_hosts=[site.host]):
        assert article.text.startswith("The bridge-number-")
        break


def test_python_is_told_what_is_wrong():
    with pytest.raises(SettingsError, match="must be an address"):
        list(crawl("ftp://example.org"))
    with pytest.raises(UnavailableError, match="not public"):
        list(crawl("http://127.0.0.1:9/"))


def test_addresses_that_the_rules_take_for_lists_are_learned_from_those_that_a_feed_names(site, wirebrush):
    named = [site.put(f"/n/{name}", site.story(name)) for name in ("mill", "ferry", "tower", "quay", "lock")]
    site.put("/n/dam", site.story("dam"))
    items = "".join(f"<item><link>{site.url.rstrip('/')}{path}</link></item>" for path in named)
    site.put("/feed", f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>')
    site.put("/", site.listing("/n/dam"))
    wirebrush.crawl(site)
    site.put("/n/canal", site.story("canal"))
    site.put("/", site.listing("/n/dam", "/n/canal"))
    with closing(sqlite3.connect(wirebrush.folder / "news.db")) as db, db:
        db.execute("UPDATE frontier SET due_at = 0 WHERE url LIKE '%/n/dam'")  # a day has passed
    wirebrush.crawl(site)
    paths = [url.removeprefix(site.url.rstrip("/")) for url in stored(wirebrush.folder)]
    assert sorted(paths) == sorted([*named, "/n/dam", "/n/canal"])
    found = counts(wirebrush.folder)
    assert found["found"] == found["stored"]


def test_of_a_list_of_addresses_only_these_are_fetched(site, wirebrush):
    bridge, mill, _ = site.publish("bridge", "mill", "ferry")
    (wirebrush.folder / "list.txt").write_text("".join(f"{site.url.rstrip('/')}{path}\n" for path in (bridge, mill)))
    wirebrush("crawl", "--urls", "list.txt", "--allow-host", site.host, "--jobs", "1")
    assert sorted(site.requests) == sorted(["/robots.txt", bridge, mill])
    assert len(stored(wirebrush.folder)) == 2


def test_what_an_address_hides_is_seen_in_the_page(site, wirebrush):
    story = site.story("bridge").replace("<head>", '<head><meta property="og:type" content="article">')
    short = site.put("/sport/bridge", story)
    hidden = site.put("/news/2026/01/05/about-the-mill", site.story("mill"))
    teaser = '<h3><a href="{}">The {} was closed on Tuesday night</a></h3><p>What the {} was for nobody said.</p>'
    names = "bridge harbour ferry school river lamp tower market library oven gull".split()
    section = "".join(teaser.format(hidden if name == "lamp" else f"/to-the-{name}", name, name) for name in names)
    site.put("/articles/local", f"<!doctype html><title>Today</title><h1>Today</h1>{section}")
    site.put("/", site.listing(short, "/articles/local"))
    wirebrush.crawl(site)
    assert sorted(stored(wirebrush.folder)) == sorted(site.url.rstrip("/") + path for path in (short, hidden))


def test_of_a_stub_the_amp_page_is_taken(site, wirebrush):
    (path,) = site.publish("bridge")
    whole = site.answers[path][1]
    site.put(f"{path}/amp", whole)
    beginning = whole.partition("</p>")[0] + "</p></article>"
    site.put(path, beginning.replace("</head>", f'<link rel="amphtml" href="{path}/amp"></head>'))
    wirebrush.crawl(site)
    (record,) = exported(wirebrush)
    assert record["url"].endswith(path)
    assert record["text"].count("bridge") == 4
