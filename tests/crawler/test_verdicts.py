"""The verdict on a site through the commands that show it."""


def test_a_site_that_breaks_is_called_broken_with_the_reason(site, wirebrush):
    site.stories(6)
    wirebrush.crawl(site)
    assert "works" in wirebrush("sites")
    empty = [
        site.put(f"/news/2026/02/0{n}/what-became-of-mill-number-{n}", "<html><body></body></html>") for n in (1, 2, 3)
    ]
    site.put("/", site.listing(*empty))
    wirebrush.crawl(site, code=1)
    assert (
        f"{site.host}: looks broken: none of 3 pages gave an article: the layout may have changed" in wirebrush.errors
    )
    assert "looks broken: none of 3 pages" in wirebrush("sites", code=1)
    site.put("/", "<title>Just a moment...</title><p>Checking your browser</p>", 503)
    wirebrush.crawl(site, code=3)


def test_a_quiet_run_is_no_fault(site, wirebrush):
    site.stories(3)
    wirebrush.crawl(site)
    wirebrush.crawl(site)
    wirebrush.crawl(site)
    assert "broken" not in wirebrush("sites")
