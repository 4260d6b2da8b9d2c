from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.article import Article
from crawler.multipage import first_part, join, may_go_on, next_part, split_part


@pytest.mark.parametrize(
    ("url", "base", "number"),
    [
        ("https://a.test/story", "https://a.test/story", 1),
        ("https://a.test/story.html", "https://a.test/story", 1),
        ("https://a.test/story/2", "https://a.test/story", 2),
        ("https://a.test/story/2/", "https://a.test/story", 2),
        ("https://a.test/story/page/3/", "https://a.test/story", 3),
        ("https://a.test/story/seite-2.html", "https://a.test/story", 2),
        ("https://a.test/story/seite-2", "https://a.test/story", 2),
        ("https://a.test/story-2.html", "https://a.test/story", 2),
        ("https://a.test/story_page2.html", "https://a.test/story", 2),
        ("https://a.test/story?page=2", "https://a.test/story", 2),
        ("https://a.test/story?id=7&seite=2#top", "https://a.test/story?id=7", 2),
        ("https://a.test/2026/03/01/story", "https://a.test/2026/03/01/story", 1),
        ("https://a.test/article/123456", "https://a.test/article/123456", 1),
        ("https://a.test/?page=front", "https://a.test?page=front", 1),
    ],
)
def test_the_number_of_a_part_is_in_its_address(url, base, number):
    assert split_part(url) == (base, number)


def page(*hrefs: str, head: str = "", anchor: str = "") -> bytes:
    links = "".join(f'<p><a href="{href}">{anchor or href}</a></p>' for href in hrefs)
    return f"<html><head>{head}</head><body>{links}</body></html>".encode()


@pytest.mark.parametrize(
    ("url", "body", "found"),
    [
        ("https://a.test/story", page("/other", "/story?page=2"), "https://a.test/story?page=2"),
        ("https://a.test/story?page=2", page("/story", "/story?page=3"), "https://a.test/story?page=3"),
        ("https://a.test/story?page=3", page("/story", "/story?page=2"), None),
        ("https://a.test/story/", page("/story/2/"), "https://a.test/story/2/"),
        ("https://a.test/story.html", page("/story/seite-2.html"), "https://a.test/story/seite-2.html"),
        ("https://a.test/story", page(head='<link rel="next" href="/story/page/2">'), "https://a.test/story/page/2"),
        ("https://a.test/story", page(head='<link rel="next" href="/next-story">'), None),
        ("https://a.test/story", page("/next-story/2", "https://b.test/story/2"), None),
        (
            "https://a.test/story",
            page("/story/comment-page-2", "/story?page=2#comments"),
            "https://a.test/story?page=2",
        ),
        ("https://a.test/world-cup-2", page("/world-cup-2?page=2"), "https://a.test/world-cup-2?page=2"),
        ("https://a.test/story/", page("2"), "https://a.test/story/2"),
        ("https://a.test/s?id=7", page("/s?id=7&amp;page=2"), "https://a.test/s?id=7&page=2"),
        ("https://a.test/story.html", b"<A CLASS=pager HREF=story-2.html >2</A>", "https://a.test/story-2.html"),
        ("https://a.test/story", b"", None),
    ],
)
def test_the_next_part_has_the_address_of_the_page_with_the_next_number(url, body, found):
    assert next_part(body, url) == found
    assert may_go_on(body, url) or found is None


def test_a_later_part_that_links_to_the_first_leads_there():
    assert first_part(page("/story"), "https://a.test/story?page=2") == "https://a.test/story"
    pager = page("/story.html", anchor="« Previous")
    assert first_part(pager, "https://a.test/story-2.html") == "https://a.test/story.html"
    assert first_part(page("/elsewhere"), "https://a.test/world-cup-2") is None
    assert first_part(page("/story"), "https://a.test/story") is None


@pytest.mark.parametrize("anchor", ["2", "Seite 2", "Weiterlesen", "Next »", "page 2 of 3"[:6]])
def test_a_number_behind_a_dash_is_a_part_where_the_link_pages_through(anchor):
    assert next_part(page("/storm-2.html", anchor=anchor), "https://a.test/storm.html") == "https://a.test/storm-2.html"


def test_the_second_article_of_a_name_is_no_part_of_the_first():
    other = page("/weather-forecast-2", "/weather-forecast", "/weather-forecast-1", anchor="Weather forecast")
    assert next_part(other, "https://a.test/weather-forecast") is None
    assert first_part(other, "https://a.test/weather-forecast-2") is None


def test_parts_become_one_article_without_what_recurs():
    published = datetime(2026, 3, 1, tzinfo=UTC)
    first = Article(title="T", published=published, text="Lead.\n\nOne.\n\nOne.\n\nTwo.")
    second = Article(title="T, page 2", text="Lead.\n\nThree.")
    comments = Article(title="T", text="Lead.\n\nOne.\n\nTwo.")
    assert join([first, second, comments]) == Article(
        title="T", published=published, text="Lead.\n\nOne.\n\nOne.\n\nTwo.\n\nThree."
    )
    with pytest.raises(ValueError, match="no parts"):
        join([])


@given(st.text(max_size=40), st.binary(max_size=80))
def test_any_address_and_page_are_looked_at(path, body):
    url = f"https://a.test/{path}"
    assert split_part(url)[1] >= 1
    next_part(body, url)
    may_go_on(body, url)
    first_part(body, url)
