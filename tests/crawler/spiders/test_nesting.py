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
    assert (found, skipped) == ([], {"a sitemap that leads back to itself": 2})


def test_indexes_nest_only_so_deep():
    above, name = (), "s0"
    for depth in range(20):
        found, skipped = read(name, index(f"s{depth + 1}"), above)
        if not found:
            break
        above, name = found[0].hints["above"], f"s{depth + 1}"
    assert depth < 6
    assert skipped == {"a sitemap that leads on and on": 1}


def test_lists_may_lie_with_another_host_but_articles_may_not():
    other = b"<urlset><url><loc>http://other.example/a</loc></url></urlset>"
    assert read("a", other)[0] == []
    elsewhere = b"<sitemapindex><sitemap><loc>http://other.example/a.xml</loc></sitemap></sitemapindex>"
    assert [found.url for found in read("a", elsewhere)[0]] == ["http://other.example/a.xml"]
