from crawler.config import SiteConfig
from crawler.spiders.document import Document
from crawler.spiders.leads import leads
from crawler.spiders.scope import Scope
from crawler.store.batch import Lease

HOME = "http://news.example/"


def index(*names):
    entries = "".join(f"<sitemap><loc>{HOME}{name}.xml</loc></sitemap>" for name in names)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


def read(name, body, above=()):
    lease = Lease(
        **dict.fromkeys(Lease.__slots__)
        | {"url": f"{HOME}{name}.xml", "site": "s", "kind": "sitemap"}
        | {"hints": {"above": list(above)}}
    )
    return leads(lease, Document(url=lease.url, body=body), Scope(SiteConfig(url=HOME), HOME), 0.0)


def test_an_index_that_leads_back_to_itself_is_not_followed_again():
    found, skipped = read("a", index("b"))
    assert found[0].hints == {"above": [HOME + "a.xml"]}
    found, skipped = read("b", index("a", "b"), found[0].hints["above"])
    assert (found, skipped) == ([], {"a sitemap index that leads back to itself": 2})


def test_indexes_nest_only_so_deep():
    above, name = (), "s0"
    for depth in range(20):
        found, skipped = read(name, index(f"s{depth + 1}"), above)
        if not found:
            break
        above, name = found[0].hints["above"], f"s{depth + 1}"
    assert depth < 6
    assert skipped == {"sitemap indexes nested too deep": 1}
