"""What the store promises about the frontier; every kind of database must hold it."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from crawler.errors import UnavailableError
from crawler.store import frontier, locks, runs

NOW = 1_800_000_000.0
SITE = "daily.example"
PLACE = (SITE, f"https://{SITE}")


def lease(shelf, limit=10, now=NOW):
    with shelf.store.writing() as connection:
        return frontier.lease(connection, "me", PLACE, limit, now)


def test_urls_come_by_priority_then_in_the_order_in_which_they_were_found(shelf, found):
    shelf.apply(found=[found("old"), found("older"), found("fresh", priority=90), found("page", "listing", 40)])
    assert [each.url.rpartition("/")[2] for each in lease(shelf)] == ["fresh", "old", "older", "page"]
    assert shelf.counts()["found"] == 3


def test_a_leased_url_is_handed_out_once_and_comes_back_after_a_crash(shelf, found):
    shelf.apply(found=[found("a"), found("b")])
    assert len(lease(shelf)) == 2
    assert lease(shelf) == []
    with shelf.store.writing() as connection:
        frontier.release(connection, [SITE])
    assert len(lease(shelf)) == 2


def test_a_known_url_is_not_queued_again_until_its_site_says_that_it_changed(shelf, found, ended):
    shelf.apply(found=[found("a")])
    shelf.apply(acks=[ended(*lease(shelf))])
    shelf.apply(found=[found("a"), found("a", lastmod=NOW - 60)])
    assert lease(shelf) == []
    shelf.apply(found=[found("a", lastmod=NOW + 60)])
    (again,) = lease(shelf)
    assert (again.fetched_at, again.lastmod) == (NOW, NOW + 60)


def test_of_what_is_said_of_a_url_at_once_the_best_counts(shelf, found, ended):
    shelf.apply(found=[found("a"), found("b", "listing", 40), found("b")])
    assert [each.kind for each in lease(shelf, 2)] == ["article", "article"]
    shelf.apply(found=[found("c", hints={"guess": True}), found("c", hints={"title": "C"})])
    (each,) = lease(shelf)
    assert each.hints == {"title": "C"}
    shelf.apply(acks=[ended(each)])
    shelf.apply(found=[found("c", lastmod=NOW + 60), found("c")])
    assert [each.lastmod for each in lease(shelf)] == [NOW + 60]


def test_what_a_feed_says_of_a_url_that_a_link_led_to_before_is_kept(shelf, found):
    shelf.apply(found=[found("a", hints={"title": "Read more"})])
    shelf.apply(found=[found("a", priority=90, lastmod=NOW, hints={"title": "A", "published": "2026-01-05"})])
    (each,) = lease(shelf)
    assert (each.lastmod, each.hints) == (NOW, {"title": "A", "published": "2026-01-05"})


def test_a_list_that_waits_becomes_an_article_once_a_feed_calls_it_one(shelf, found, ended):
    shelf.apply(found=[found("a", "listing", 40)])
    shelf.apply(found=[found("a", lastmod=NOW)])
    assert shelf.counts()["found"] == 1
    (each,) = lease(shelf)
    assert (each.kind, each.lastmod) == ("article", NOW)


def test_what_a_page_turned_out_to_be_is_remembered(shelf, found, ended):
    shelf.apply(found=[found("a")])
    (each,) = lease(shelf)
    shelf.apply(acks=[ended(replace(each, kind="listing"))])
    with shelf.store.reading() as connection:
        assert frontier.barren(connection, SITE) == [each.url]


def test_what_waits_rises_in_priority_and_never_falls(shelf, found):
    shelf.apply(found=[found("a"), found("b")])
    shelf.apply(found=[found("b", priority=90), found("a", priority=10)])
    assert [(each.url[-1], each.priority) for each in lease(shelf)] == [("b", 90), ("a", 60)]


def test_a_retry_waits_for_its_time(shelf, found, ended):
    shelf.apply(found=[found("a")])
    shelf.apply(acks=[ended(*lease(shelf), "queued", tries=1, not_before=NOW + 30)])
    assert lease(shelf) == []
    with shelf.store.reading() as connection:
        assert frontier.places(connection, [SITE]) == {PLACE: NOW + 30}
    assert [each.tries for each in lease(shelf, now=NOW + 31)] == [1]


def test_an_article_and_the_end_of_its_lease_stand_or_fall_together(shelf, found, ended):
    shelf.apply(found=[found("a")])
    (held,) = lease(shelf)
    with pytest.raises(IntegrityError):
        shelf.apply(saves=[shelf.to_save("a", "Text.")], acks=[ended(held)], counts={(SITE, None): 1})
    with shelf.store.reading() as connection:
        assert connection.exec_driver_sql("SELECT state FROM frontier").scalar() == "leased"
        assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 0


def test_pages_that_are_due_wait_again(shelf, found, ended):
    shelf.apply(found=[found("soon"), found("never")])
    soon, never = lease(shelf)
    shelf.apply(acks=[ended(soon, due_at=NOW + 5), ended(never)])
    with shelf.store.writing() as connection:
        frontier.requeue_due(connection, [SITE], NOW + 10)
    assert [each.id for each in lease(shelf)] == [soon.id]


def test_a_trap_is_counted_and_not_followed(shelf, found):
    object.__setattr__(shelf.context, "guard", lambda each: "trap" if "trap" in each.url else None)
    shelf.apply(found=[found("a"), found("trap/1"), found("trap/2")])
    assert shelf.counts() == {"found": 1, "skipped: trap": 2}


def test_a_run_that_did_not_end_goes_on_with_its_counts(shelf):
    shelf.save("a", "Text.")
    with shelf.store.writing() as connection:
        again = runs.begin(connection, {SITE: ""}, NOW + 60)
        assert (again.id, again.resumed) == (shelf.run.id, True)
        runs.finish(connection, again.id, NOW + 90)
        assert not runs.begin(connection, {SITE: ""}, NOW + 120).resumed
        newest, oldest = runs.history(connection, SITE)
    assert (newest.counts, oldest.counts["stored"]) == ({}, 1)


def test_a_site_belongs_to_one_crawl_until_that_ends_or_dies(shelf):
    first, second = locks.Owner(machine="one"), locks.Owner(machine="two")
    with shelf.store.writing() as connection:
        assert locks.claim(connection, shelf.store.dialect, first, [SITE, "other.example"], NOW).taken == {}
        assert set(locks.claim(connection, shelf.store.dialect, second, [SITE, "third.example"], NOW).taken) == {SITE}
        locks.release(connection, first)
        assert locks.claim(connection, shelf.store.dialect, second, [SITE], NOW).taken == {}
        assert locks.claim(connection, shelf.store.dialect, first, [SITE], NOW + 1000).taken == {}
        with pytest.raises(UnavailableError, match="took over"):
            locks.renew(connection, second, [SITE], NOW + 1001)


def test_the_lock_of_a_process_that_is_gone_is_no_lock(shelf):
    dead = locks.Owner(pid=2**22 + 1)
    with shelf.store.writing() as connection:
        locks.claim(connection, shelf.store.dialect, dead, [SITE], NOW)
        claim = locks.claim(connection, shelf.store.dialect, locks.Owner(), [SITE], NOW + 1)
        assert (claim.taken, claim.crashed) == ({}, {SITE})
