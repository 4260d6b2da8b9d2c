from crawler.config import SiteConfig
from crawler.frontier.quota import Quota
from crawler.frontier.tally import Tally
from crawler.store.batch import Lease


def lease(number, site="a", kind="article"):
    known = {"id": number, "url": f"https://{site}.test/{number}", "site": site, "kind": kind}
    return Lease(**dict.fromkeys(Lease.__slots__) | known)


def quota(total=None, **settings):
    sites = {name: SiteConfig(url=f"https://{name}.test/", **settings) for name in "ab"}
    return Quota(sites, Tally({}), total)


def test_no_more_article_pages_are_on_their_way_than_the_limit_lets_store():
    counted = quota(limit=2)
    for number in (1, 2):
        assert counted.allows(lease(number))
        counted.opened(lease(number))
    assert not counted.allows(lease(3))
    assert counted.allows(lease(3, "b"))
    counted.ended(1)
    assert counted.allows(lease(3))


def test_a_redirect_of_the_last_article_goes_on():
    counted = quota(total=1)
    counted.opened(lease(1))
    assert counted.allows(lease(1))
    assert not counted.allows(lease(2))


def test_a_site_whose_budget_is_spent_is_closed():
    counted = quota(budget=3)
    for number, kind in enumerate(("start", "feed", "article")):
        assert counted.allows(lease(number, kind=kind))
        counted.opened(lease(number, kind=kind))
    assert counted.closed() == {"a"}
    assert not counted.allows(lease(9, kind="feed"))
    assert counted.allows(lease(9, "b", kind="feed"))
