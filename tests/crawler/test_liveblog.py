"""Live blogs are looked at again soon, for as long as somebody writes to them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.frontier import acks
from crawler.frontier.endings import look_at
from crawler.frontier.schedule import DAY, HOUR, LIVE
from crawler.items import FetchedPage
from crawler.liveblog import is_live
from crawler.store import Lease

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = Lease(
    **dict.fromkeys(Lease.__slots__)
    | {"id": 1, "url": "https://daily.example/a", "kind": "article", "tries": 0, "interval": 0.0, "hints": {}}
)
JSON = '<script type="application/ld+json">{{"@type": {kind}, "coverageEndTime": "{end}"}}</script>'
MICRODATA = (
    '<article itemscope itemtype="https://schema.org/LiveBlogPosting">'
    '<meta itemprop="coverageEndTime" content="{end}"></article>'
)


def page(markup):
    return FetchedPage(url="https://daily.example/a", body=markup.encode(), fetched_at=NOW)


def blog(end):
    return page(JSON.format(kind='"LiveBlogPosting"', end=end))


def wait(page, born, lease=LEASE):
    """Seconds until the next look."""
    return acks.done(lease, look_at(page, born.timestamp())).due_at - NOW.timestamp()


@pytest.mark.parametrize(
    ("markup", "live"),
    [
        (JSON.format(kind='"LiveBlogPosting"', end="2026-03-01T22:00:00Z"), True),
        (JSON.format(kind='["LiveBlogPosting"]', end=""), True),
        (JSON.format(kind='"LiveBlogPosting"', end="2026-03-01T11:00:00Z"), False),
        (JSON.format(kind='"NewsArticle"', end=""), False),
        (MICRODATA.format(end="2026-03-02"), True),
        (MICRODATA.format(end="2026-02-28"), False),
        ("<p>We speak of a LiveBlogPosting here.</p>", False),
    ],
)
def test_a_page_says_that_it_is_live_and_when_that_ends(markup, live):
    assert is_live(page(markup)) is live


def test_a_live_blog_is_looked_at_again_soon_until_its_coverage_ends():
    an_hour_ago = NOW - timedelta(hours=1)
    assert wait(blog("2026-03-01T22:00:00Z"), an_hour_ago) == LIVE
    assert wait(blog("2026-03-01T11:00:00Z"), an_hour_ago) == HOUR


def test_one_that_nobody_writes_to_any_more_is_looked_at_like_others():
    assert wait(blog(""), NOW - timedelta(days=10)) == 5 * DAY


def test_between_two_entries_the_looks_grow_rarer():
    known = replace(LEASE, interval=LIVE)
    assert acks.unchanged(known, NOW.timestamp()).due_at == NOW.timestamp() + 2 * LIVE
