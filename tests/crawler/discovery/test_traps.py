from crawler.discovery.classify import classify
from crawler.discovery.traps import TrapGuard, TrapLimits

HOST = "http://news.example"


def followed(paths, guard=None):
    guard = guard or TrapGuard()
    return [path for path in paths if guard.reason(HOST + path, classify(HOST + path)) is None]


def test_calendars_end():
    months = [f"/calendar/{year}/{month:02d}" for year in range(2026, 2126) for month in range(1, 13)]
    assert len(followed(months)) == TrapLimits().numbered


def test_filters_end():
    paths = [f"/list?f{number}=1&g{number * 7}=2" for number in range(500)]
    assert len(followed(paths)) == TrapLimits().filters


def test_queries_end_and_page_numbers_later():
    assert len(followed([f"/list?day={number}" for number in range(500)])) == TrapLimits().queries
    assert len(followed([f"/list?page={number}" for number in range(500)])) == 500
    assert len(followed([f"/list?page={number}" for number in range(5000)])) == TrapLimits().pages


def test_what_led_to_articles_does_not_count():
    guard, followed = TrapGuard(), 0
    for number in range(500):
        url = f"{HOST}/archive/2026/{number:03d}"
        followed += guard.reason(url, "listing") is None
        guard.forgive(url)
    assert followed == 500


def test_what_earlier_runs_read_in_vain_counts():
    months = [f"/calendar/{number}/" for number in range(10, 110)]
    assert len(followed(months[50:], TrapGuard(HOST + path for path in months[:50]))) == TrapLimits().numbered - 50


def test_nesting_ends():
    guard = TrapGuard()
    assert guard.reason(HOST + "/a/a/a/", "listing") == "trap: path repeats itself"
    assert guard.reason(HOST + "/x/1" * 20, "listing") == "trap: path too deep"


def test_ordinary_sites_are_no_traps():
    paths = [f"/news/2026/01/{day:02d}/story-{number}" for day in range(1, 29) for number in range(40)]
    paths += [f"/section/{name}" for name in "politics sport local world".split()] + ["/2026/01/01/01/", "/?p=12345"]
    assert followed(paths) == paths
