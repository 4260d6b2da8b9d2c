"""The verdict on a site, and the commands that show it."""

from contextlib import closing

from crawler.store import open_store, runs
from crawler.verdicts import judge

SITE = "daily.example"
GOOD = {"stored": 20, "listed by feed": 20, "dated by the byline": 20}
UNDATED = {"stored": 20, "listed by feed": 20, "undated": 20}


def test_a_verdict_says_since_which_run_it_holds(tmp_path):
    with closing(open_store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        said = []
        for now, counts in enumerate([GOOD, UNDATED, UNDATED, UNDATED, GOOD], 1):
            with store.writing() as connection:
                run = runs.begin(connection, {SITE: "https://daily.example/"}, now)
                runs.add(connection, store.dialect, run.id, {(SITE, name): n for name, n in counts.items()})
                runs.finish(connection, run.id, now)
            said.append(judge(store, run.id, {SITE: counts}).get(SITE, ""))
        reason = "100% of pages are without a date, 5% were before: the byline no longer tells it"
        assert said == ["", reason, f"{reason}; since run 2 on 1970-01-01", f"{reason}; since run 2 on 1970-01-01", ""]


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
    site.put("/robots.txt", "User-agent: *\nDisallow: /news/2026/03/")
    site.put("/", site.listing(*(f"/news/2026/03/0{n}/what-became-of-mill-number-{n}" for n in (1, 2, 3))))
    wirebrush.crawl(site, code=1)
    assert "none of 3 pages gave an article: robots.txt now forbids it" in wirebrush.errors
    site.put("/", "<title>Just a moment...</title><p>Checking your browser</p>", 503)
    wirebrush.crawl(site, code=3)
    assert "the front page cannot be had: the site shows a challenge page" in wirebrush.errors


def test_a_quiet_run_is_no_fault(site, wirebrush):
    site.stories(3)
    wirebrush.crawl(site)
    wirebrush.crawl(site)
    wirebrush.crawl(site)
    assert "broken" not in wirebrush("sites")
