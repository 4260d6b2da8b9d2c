"""What is kept of an origin's behaviour, in a run and beyond it."""

import asyncio
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.config import SiteConfig
from crawler.frontier.session import Session
from crawler.middlewares.origins import FAILURES, FIRST_PAUSE
from crawler.middlewares.politeness import PolitenessMiddleware
from crawler.network.failures import PutOffError
from crawler.spiders.news import NewsSpider
from crawler.store import open_store, pauses
from crawler.store.pauses import NONE

SETTINGS = {"WIREBRUSH_PATIENCE": 5, "USER_AGENT": "wirebrush/1 (news crawler)", "WIREBRUSH_CONTACT": "us@example.org"}
URL = "https://www.daily.example/a"
ORIGIN = "https://www.daily.example"
SITE = SiteConfig(url="https://daily.example/", delay=30.0, contact="me@example.org")


class Run:
    """The middleware in one run over a store; what it tells the journal is written at its end."""

    def __init__(self, store):
        self.store = store
        session = Session.open(store, {"daily": SITE})
        self.spider = NewsSpider(session)
        self.told = {}
        self.spider.journal = SimpleNamespace(pause=self.told.__setitem__)
        self.middleware = PolitenessMiddleware(get_crawler(settings_dict=SETTINGS))
        self.slots = {}
        self.middleware.crawler.engine = SimpleNamespace(downloader=SimpleNamespace(per_slot_settings=self.slots))
        self.middleware.opened(self.spider)

    def ask(self, status=200, **headers):
        request = Request(URL, meta={"site": "daily"})
        asyncio.run(self.middleware.process_request(request))
        self.middleware.process_response(request, Response(URL, status=status, headers=headers))
        return request

    def close(self):
        with self.store.writing() as connection:
            pauses.save(connection, self.store.dialect, self.told)
        self.spider.session.close(finished=True)


@pytest.fixture
def store(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        yield store


def test_a_pause_that_a_site_asks_for_holds_for_the_next_run_too(store):
    first = Run(store)
    first.ask(503, **{"Retry-After": "3600"})
    first.close()
    second = Run(store)
    with pytest.raises(PutOffError) as put_off:
        second.ask()
    assert 3500 < put_off.value.retry_after <= 3600
    second.close()


def test_the_circuit_opens_lets_one_try_through_and_closes(store, monkeypatch):
    ahead = 0.0
    clock, wall = time.monotonic, time.time
    monkeypatch.setattr(time, "monotonic", lambda: clock() + ahead)
    monkeypatch.setattr(time, "time", lambda: wall() + ahead)
    first = Run(store)
    for _ in range(FAILURES):
        first.ask(500)
    with pytest.raises(PutOffError):
        first.ask()
    first.close()
    ahead = FIRST_PAUSE + 1
    second = Run(store)
    second.ask(500)  # the one that is let through
    with pytest.raises(PutOffError) as longer:
        second.ask()
    assert longer.value.retry_after > FIRST_PAUSE
    second.close()
    ahead *= 4
    third = Run(store)
    third.ask()
    assert third.told == {ORIGIN: NONE}
    for _ in range(FAILURES - 1):
        third.ask(500)
    third.ask()
    third.close()
    assert Run(store).spider.pauses == {}


def test_the_settings_of_a_site_hold_for_every_origin_of_it(store):
    run = Run(store)
    run.ask()
    assert run.slots[ORIGIN]["delay"] == 30.0


def test_the_user_agent_says_whom_to_ask(store):
    run = Run(store)
    assert run.ask().headers["User-Agent"] == b"wirebrush/1 (news crawler; me@example.org)"
    elsewhere = Request("https://other.example/")
    asyncio.run(run.middleware.process_request(elsewhere))
    assert elsewhere.headers["User-Agent"] == b"wirebrush/1 (news crawler; us@example.org)"
