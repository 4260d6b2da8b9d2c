import pytest

from crawler.pace import Pace

SITES = {"a.example": {"found": 130, "stored": 20, "skipped: HTTP 404": 5, "duplicates": 5, "empty: no text": 5}}


@pytest.fixture
def pace():
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    pace.look(0, SITES)

    def look(seconds, responses, **more):
        now[0] = seconds
        return pace.look(responses, SITES, **more)

    return look


def test_nothing_is_said_before_a_pace_is_known(pace):
    assert pace(1.0, 10) == ""


def test_the_pace_tells_how_long_the_rest_takes(pace):
    assert pace(10.0, 20) == "2.0 pages/s; 100 wait, about 50 s at this pace"
    assert pace(24.0, 27) == "0.5 pages/s; 100 wait, about 3 min at this pace"


def test_a_limit_shortens_the_rest(pace):
    assert pace(10.0, 20, limit=30) == "2.0 pages/s; 10 wait, about 5 s at this pace"
    assert pace(11.0, 22, limit=20) == "2.0 pages/s"


def test_a_crawl_that_stands_still_promises_nothing(pace):
    assert pace(10.0, 0) == "0.0 pages/s; 100 wait"
