"""What waits in a crawl's memory: turns between origins, limits, and a store that fails."""

import asyncio
from dataclasses import replace

import pytest
from scrapy import Request

from crawler.config import SiteConfig
from crawler.errors import UnavailableError
from crawler.frontier.dispenser import Exchange, Want
from crawler.frontier.journal import Journal
from crawler.frontier.quota import Quota
from crawler.frontier.ready import Ready
from crawler.frontier.tally import Tally
from crawler.store import Batch, Found, Lease

LEASE = Lease(
    id=0,
    url="https://a.example/",
    site="a.example",
    origin="https://a.example",
    kind="article",
    priority=60,
    tries=0,
    interval=0.0,
    lastmod=None,
    fetched_at=None,
    etag=None,
    last_modified=None,
    digest=None,
    reason=None,
    hints={},
)


def lease(number, host="a.example", kind="article"):
    return replace(LEASE, id=number, url=f"https://{host}/{number}", site=host, origin=f"https://{host}", kind=kind)


def request(each):
    return Request(each.url, meta={"lease": each})


def everything(_lease):
    return True


def taken(ready, allows=everything):
    found = []
    while each := ready.take(allows):
        found.append(each.meta["lease"].id)
    return found


def test_origins_take_turns_and_none_has_more_on_its_way_than_it_may():
    ready = Ready(2)
    for number in range(4):
        ready.add(request(lease(number)))
        ready.add(request(lease(10 + number, "b.example")))
    assert taken(ready) == [0, 10, 1, 11]
    ready.left(0)
    ready.left(0)
    assert taken(ready) == [2]


def test_an_origin_that_is_quick_gets_more_urls_at_once():
    ready = Ready(3)
    for number in range(3):
        ready.add(request(lease(number)))
    ready.add(request(lease(10, "b.example")))
    assert taken(ready) == [0, 10, 1, 2]
    want = Want(64, 6, ready.held(), ready.sent())
    assert [want.room_for(lease(0, host).place) for host in ("a.example", "b.example", "c.example")] == [9, 7, 6]
    assert not ready.sent()


def test_a_redirected_request_goes_first_and_gives_its_place_back():
    ready = Ready(1)
    for number in (1, 2):
        ready.add(request(lease(number)))
    first = ready.take(everything)
    ready.add(first, again=True)
    assert taken(ready) == [1]


def test_a_quota_lets_no_more_articles_go_than_can_still_be_stored():
    tally = Tally({"a.example": {"stored": 1}})
    sites = {
        "a.example": SiteConfig(url="https://a.example/", limit=3),
        "b.example": SiteConfig(url="https://b.example/"),
    }
    quota = Quota(sites, tally, 4)
    for number in (1, 2):
        assert quota.allows(lease(number))
        quota.opened(lease(number))
    assert not quota.allows(lease(3))
    assert quota.allows(lease(3, kind="listing"))
    assert quota.allows(lease(4, "b.example"))
    quota.ended(1)
    assert quota.allows(lease(3))
    tally.add({("a.example", "stored"): 2})
    assert quota.closed() == {"a.example"}
    tally.add({("b.example", "changed"): 1})
    assert quota.closed() == {"a.example", "b.example"}


class Crawl:
    """The scheduler's part."""

    def __init__(self):
        self.error = None

    def want(self):
        return Want(0, 0, {})

    def deliver(self, exchange):
        pass

    def ended(self, lease_id):
        pass

    def fail(self, error):
        self.error = error


def found(number):
    return Found(
        url=f"https://a.example/{number}", site="a.example", origin="https://a.example", kind="article", priority=1
    )


def test_everything_told_is_written_in_order_in_short_transactions():
    batches = []

    def transact(batch, _want):
        batches.append(batch)
        return Exchange([], batch.counts, [], None)

    async def crawl():
        journal = Journal(transact, Crawl())
        journal.found([found(number) for number in range(2500)])
        journal.count("a.example", "listed by feed", 2500)
        assert journal.next_at is not None
        await journal.close()
        assert journal.next_at is None

    asyncio.run(crawl())
    assert [len(batch.found) for batch in batches] == [1000, 1000, 500]
    assert [bool(batch.counts) for batch in batches] == [False, False, True]


def test_the_store_is_asked_for_more_only_where_something_waits():
    seen, waits = [], [None, 0.0]

    async def crawl():
        written = asyncio.Event()
        reader = Crawl()
        reader.deliver = lambda _: written.set()

        def transact(batch, _want):
            seen.append(journal.has_more)
            return Exchange([], batch.counts, [], waits.pop(0))

        journal = Journal(transact, reader)
        for _ in range(2):
            journal.found([found(1)])
            seen.append(journal.has_more)
            journal.nudge()
            await written.wait()
            written.clear()
            seen.append(journal.has_more)
        await journal.close()

    asyncio.run(crawl())
    assert seen == [True, False, False, True, False, True]  # found, while it is written, and after that


def test_a_store_that_fails_fails_everybody_who_waits_and_says_so():
    def transact(_batch: Batch, _want: Want) -> Exchange:
        raise UnavailableError("the disk is full")

    async def crawl():
        reader = Crawl()
        journal = Journal(transact, reader)
        waiting = asyncio.ensure_future(journal.save(None, None))
        with pytest.raises(UnavailableError, match="full"):
            await waiting
        assert "full" in str(reader.error)
        with pytest.raises(UnavailableError, match="full"):
            await journal.save(None, None)
        with pytest.raises(UnavailableError, match="full"):
            await journal.close()

    asyncio.run(crawl())
