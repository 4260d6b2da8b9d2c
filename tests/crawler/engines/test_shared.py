"""Crawls that share a run: each site once, whoever dies."""

import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from crawler.config import SiteConfig
from crawler.engines.shared import Shared
from crawler.errors import UnavailableError
from crawler.frontier.session import Session
from crawler.process import Plan, Result
from crawler.report import exit_code, verdicts
from crawler.store import locks, open_store, runs, shares

SITES = {f"site{number}.org": SiteConfig(url=f"https://site{number}.org/") for number in range(4)}


class Fake:
    """A crawl that ends at the second look, well or not."""

    def __init__(self, plan, log, fault):
        self.plan, self.log, self.fault, self.looks = plan, log, fault, 0
        log.append(tuple(plan.sites))

    @property
    def running(self):
        self.looks += 1
        return self.looks < 2

    def result(self):
        if self.fault:
            raise UnavailableError("no such luck")
        with closing(open_store(self.plan.store)) as store:
            session = Session.open(store, self.plan.sites, self.plan.shared)
            session.close(finished=True)
        waiting = {"spool": "" if "site3.org" in self.plan.sites else "1 files wait", "other": "2 files wait"}
        return Result(run_id=session.run.id, counts={}, busy={}, finished=True, waiting=waiting)

    def stop(self):
        pass


@pytest.fixture
def shared(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.engines.shared.POLL_SECONDS", 0.01)
    log = []

    def make(at_once=2, sites=SITES, fault=()):
        plan = Plan(sites=sites, store=f"sqlite:///{tmp_path}/news.db")
        return Shared(plan, at_once, lambda plan: Fake(plan, log, set(fault) & set(plan.sites)))

    make.log = log
    return make


def test_every_host_is_crawled_once_and_its_sites_together(shared):
    sites = {**SITES, "more": SiteConfig(url="https://www.site0.org/more/", name="more")}
    result = shared(sites=sites).run()
    assert result.finished
    assert sorted(shared.log) == [("more", "site0.org"), *((f"site{number}.org",) for number in (1, 2, 3))]


def test_what_others_have_is_left_to_them_until_they_die(shared, tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/news.db")
    with store.writing() as connection:
        run = shares.join(connection, store.dialect, dict.fromkeys(SITES, ""), time.time())
    other = Session.open(store, {site: SITES[site] for site in list(SITES)[:2]}, run.id)
    shares_left = shared()
    looks = []

    def sleep(_seconds):
        looks.append(list(shared.log))
        if len(looks) == 20:
            other.close(finished=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.engines.shared.time.sleep", sleep)
        assert shares_left.run().finished
    assert all(set(names) <= {("site2.org",), ("site3.org",)} for names in looks[:19])
    assert len(shared.log) == 4
    store.close()


def test_a_host_whose_crawls_fail_is_given_up_and_named(shared):
    result = shared(fault=["site1.org"]).run()
    assert not result.finished
    assert result.faults == {"site1.org": "no such luck"}
    assert shared.log.count(("site1.org",)) == 3


def test_what_waits_is_what_the_last_crawl_with_the_spool_says(shared):
    result = shared(at_once=1).run()
    assert shared.log[-1] == ("site3.org",)
    assert list(verdicts(result)) == ["2 files wait"]
    assert exit_code(result) == 1


def test_two_sites_of_one_host_never_belong_to_two_crawls(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path}/news.db")) as store:
        first = Session.open(store, {"a": SiteConfig(url="https://news.org/a/")})
        with pytest.raises(UnavailableError, match="b is being crawled by"):
            Session.open(store, {"b": SiteConfig(url="https://www.news.org/b/")})
        second = Session.open(
            store, {"b": SiteConfig(url="https://news.org/b/"), "c": SiteConfig(url="https://c.org/")}
        )
        assert set(second.sites) == {"c"}
        first.close(finished=True)
        assert not Session.open(store, {"b": SiteConfig(url="https://news.org/b/")}).crashed


def test_two_commands_share_sites_and_one_goes_on_when_the_other_dies(site, wirebrush, tmp_path):
    site.stories(4)
    arguments = ["crawl", site.url, "--allow-host", site.host, "--at-once", "1", "--delay", "0.3"]
    first = wirebrush.start(*arguments)
    while not site.requests:
        assert first.poll() is None
        time.sleep(0.05)
    with closing(sqlite3.connect(tmp_path / "news.db")) as db:
        (crawling,) = db.execute("SELECT DISTINCT pid FROM locks WHERE expires > 0").fetchone()
    first.kill()
    os.kill(crawling, signal.SIGKILL)
    assert "4" in wirebrush(*arguments)
    assert len([path for path in site.requests if path.startswith("/news/")]) >= 4
    with closing(open_store(str(tmp_path / "news.db"))) as store, store.reading() as connection:
        (only,) = runs.history(connection, site.host)
        assert (only.counts["stored"], bool(only.finished_at)) == (4, True)
        assert locks.busy(connection, [site.host], time.time()) == {}
