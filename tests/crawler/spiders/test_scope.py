from datetime import UTC, date, datetime

import pytest

from crawler.config import SiteConfig
from crawler.discovery.candidate import Candidate
from crawler.discovery.dates import span
from crawler.spiders.scope import OLDER, Scope

HOME = "https://daily.example/"
NEWER = "newer than the settings want"


def refusal(path, kind="article", lastmod=None, since=date(2024, 5, 10), until=date(2024, 6, 20)):
    day = datetime(*lastmod, tzinfo=UTC) if lastmod else None
    site = SiteConfig(url=HOME, since=since, until=until)
    return Scope(site, HOME).refuses(Candidate(url=HOME + path, kind=kind, priority=60, lastmod=day))


@pytest.mark.parametrize(
    ("path", "kind", "lastmod", "reason"),
    [
        ("story", "article", None, None),
        ("story", "article", (2024, 5, 9), OLDER),
        ("story", "article", (2024, 6, 21), NEWER),
        ("2024/05/09/story", "article", None, OLDER),
        ("2024/05/11/story", "article", None, None),
        ("2024/05/09/story", "article", (2024, 5, 12), None),
        ("2024/05/story", "article", None, None),
        ("2024/04/story", "article", None, OLDER),
        ("2024-07/story", "article", None, NEWER),
        ("archive/2024/04/", "listing", None, OLDER),
        ("archive/2024/06/", "listing", None, None),
        ("archive/2024/07/02/", "listing", None, NEWER),
        ("map.xml", "sitemap", (2024, 4, 1), OLDER),
        ("map.xml", "sitemap", (2025, 4, 1), None),
        ("2031/77/99/story", "article", None, None),
    ],
)
def test_what_lies_outside_the_days_is_not_fetched(path, kind, lastmod, reason):
    assert refusal(path, kind, lastmod) == reason


def test_an_address_names_a_day_a_month_or_nothing():
    assert span("https://a.test/2024/02/30/x") == (date(2024, 2, 29), date(2024, 2, 29))
    assert span("https://a.test/2024/02/x") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("https://a.test/2024/13/x") is None
    assert span("https://a.test/123/2024/") is None
