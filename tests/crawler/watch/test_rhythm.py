import pytest

from crawler.store.runs import SiteRun
from crawler.watch.rhythm import Bounds, due, interval

BOUNDS = Bounds(600, 86_400)
NOW = 1_800_000_000.0


def history(*stored, every=3600.0, finished=True):
    """Runs, newest first, an hour apart."""
    return [
        SiteRun(100 - at, "a", "https://a/", NOW - at * every, NOW if finished else None, {"stored": count}, None)
        for at, count in enumerate(stored)
    ]


@pytest.mark.parametrize(
    ("runs", "seconds"),
    [
        (history(), 3600),
        (history(5), 3600),
        (history(5, 100), 3600),
        (history(2, 2, 500), 1800),
        (history(1, 0, 0, 1, 500), 7200),
        (history(0, 0, 0), 7200),
        (history(*[0] * 30), 86_400),
        (history(50, 50, 500), 600),
        (history(2, 2, 500, finished=False), 3600),
        (history(1, 1, 1, every=0.0), 3600),
        (history(1, 1, 1, every=-50.0), 3600),
    ],
)
def test_a_site_is_visited_as_often_as_it_publishes(runs, seconds):
    assert interval(runs, 3600.0, BOUNDS) == seconds


def test_what_never_ran_or_never_ended_is_due_at_once():
    assert due([], "a", 3600, NOW) == NOW
    assert due(history(1, finished=False), "a", 3600, NOW) == NOW


def test_the_next_run_is_an_interval_after_the_last_give_or_take_a_tenth():
    moments = {due(history(1), f"site {number}", 3600, NOW) - NOW for number in range(50)}
    assert len(moments) == 50
    assert 3240 <= min(moments) < max(moments) <= 3960
    assert due(history(1), "a", 3600, NOW) == due(history(1), "a", 3600, NOW + 5)


def test_a_clock_that_was_set_back_delays_no_run_for_long():
    assert due(history(1), "a", 3600, NOW - 1_000_000) <= NOW - 1_000_000 + 3960
