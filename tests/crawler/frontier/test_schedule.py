import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.schedule import DAY, HOUR, LONGEST, back_off, next_look
from crawler.store import Lease

NOW = 1_800_000_000.0


def lease(kind="article", interval=0.0, lastmod=None, **hints):
    return Lease(
        id=1,
        url="https://daily.example/a",
        site="daily.example",
        origin="https://daily.example",
        kind=kind,
        priority=60,
        tries=0,
        interval=interval,
        lastmod=lastmod,
        fetched_at=None,
        etag=None,
        last_modified=None,
        digest=None,
        reason=None,
        hints=hints,
    )


@pytest.mark.parametrize("kind", ["start", "robots", "feed", "sitemap"])
def test_what_leads_to_articles_is_looked_at_in_every_run(kind):
    assert next_look(lease(kind), NOW, changed=False) == 0.0


def test_a_sitemap_that_its_index_dates_waits_for_a_new_date():
    assert next_look(lease("sitemap", lastmod=NOW), NOW, changed=True) is None


def test_a_sitemap_of_an_index_that_stands_still_decays():
    above = ["https://daily.example/sitemap.xml"]
    assert next_look(lease("sitemap", interval=4 * HOUR, above=above), NOW, changed=False) == 8 * HOUR
    assert next_look(lease("sitemap", interval=4 * HOUR, above=above), NOW, changed=True) == 0.0


def test_a_listing_that_stands_still_decays():
    assert next_look(lease("listing"), NOW, changed=True) == 0.0
    assert next_look(lease("listing", interval=4 * HOUR), NOW, changed=False) == 8 * HOUR
    assert next_look(lease("listing", interval=DAY), NOW, changed=False) == DAY


def test_a_listing_that_leads_to_nothing_is_given_up_in_the_end():
    assert next_look(lease("listing", interval=DAY), NOW, changed=False, barren=True) == 2 * DAY
    assert next_look(lease("listing", interval=LONGEST), NOW, changed=False, barren=True) is None


@pytest.mark.parametrize(
    ("age", "wait"),
    [(0.0, HOUR), (HOUR, HOUR), (4 * HOUR, 2 * HOUR), (10 * DAY, 5 * DAY), (400 * DAY, None)],
)
def test_a_young_article_is_looked_at_again_soon_an_old_one_late_or_never(age, wait):
    assert next_look(lease(), NOW, changed=True, born=NOW - age) == wait


@given(st.floats(HOUR, LONGEST))
def test_an_article_that_does_not_change_is_looked_at_ever_less(interval):
    wait = next_look(lease(interval=interval), NOW, changed=False)
    assert wait is None or wait >= 2 * interval


@given(st.integers(0, 1000), st.floats(0.1, 60))
def test_back_off_grows_and_stays_within_a_day(tries, base):
    assert base <= back_off(tries, base) <= DAY
    assert back_off(tries, base) <= back_off(tries + 1, base)
