import html
import urllib.error
import urllib.request
from threading import active_count

import pytest

from crawler.demo import demo_sites, publications


def fetch(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as reply:
        return reply.read().decode(), reply.headers


def test_every_publication_has_stories_worth_a_demonstration():
    for publication in publications():
        assert len(publication.stories) >= 8
        assert len(publication.sections) >= 3
        for story in publication.stories:
            assert len(story.paragraphs) >= 5, story.slug
            assert story.published.tzinfo, story.slug


def test_every_page_answers_with_its_story():
    with demo_sites() as sites:
        for site in sites:
            for story in site.stories:
                body, headers = fetch(site.story_url(story))
                assert html.escape(story.paragraphs[-1]) in body
                assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_each_site_is_found_in_its_own_way():
    with demo_sites() as (porthole, talbote, meridian):
        assert fetch(porthole.url + "rss")[0].count("<item>") == len(porthole.stories)
        assert f"Sitemap: {talbote.url}sitemap.xml" in fetch(talbote.url + "robots.txt")[0]
        assert fetch(talbote.url + "sitemap-news.xml")[0].count("<url>") == len(talbote.stories)
        assert "Sitemap:" not in fetch(meridian.url + "robots.txt")[0]
        listed = "".join(
            fetch(meridian.url.rstrip("/") + meridian.publication.section(s))[0] for s in ("Ideas", "Nature")
        )
        assert sum(meridian.publication.path(story) in listed for story in meridian.stories) >= 5


def test_unchanged_page_is_not_sent_again():
    with demo_sites() as (site, *_):
        etag = fetch(site.url)[1]["ETag"]
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(site.url, **{"If-None-Match": etag})
        caught.value.close()
        assert caught.value.code == 304


def test_unknown_page_is_404_and_counted():
    with demo_sites() as (site, *_):
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(site.url + "nowhere")
        caught.value.close()
        assert caught.value.code == 404
        assert site.requests == ["/nowhere"]


def test_nothing_is_left_behind():
    before = active_count()
    with demo_sites() as sites:
        urls = [site.url for site in sites]
    assert active_count() == before
    for url in urls:
        with pytest.raises(urllib.error.URLError):
            fetch(url)
