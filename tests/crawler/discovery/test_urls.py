import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import urls

ABSOLUTE = [
    ("http://Example.com:80/a#f", "http://example.com/a"),
    ("https://example.com:443", "https://example.com/"),
    ("HTTP://127.0.0.1:9/UP", "http://127.0.0.1:9/UP"),
    (" \n http://example.com/a\n/b \t", "http://example.com/a/b"),
    ("http://user:pw@example.com/x", "http://example.com/x"),
    ("http://bücher.de/ä", "http://xn--bcher-kva.de/ä"),
    ("http://example.com./x", "http://example.com/x"),
    ("http://example.com/a/../b/./c", "http://example.com/b/c"),
    ("http://[::1]:80/x", "http://[::1]/x"),
    ("/rel", "http://news.example/rel"),
    ("//cdn.example/x", "http://cdn.example/x"),
    ("?page=2", "http://news.example/section/?page=2"),
]
UNFIT = [
    "",
    "   ",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "mailto:a@b",
    "http://",
    "http://[1",
    "http://[fe80::1%25eth0]/",
    "http://[::%fff\xff\xff]:80/",
    "http://[127.0.0.1",
    "http://a:b/",
    "http://a:99999/",
    "http://a b/",
    "ftp://a/",
    "gopher://a:1/_x",
    "http://a/" + "a" * 3000,
    "http://exa<mple.com/",
    "http://" + "a" * 300 + "/",
]
CANONICAL = [
    ("http://example.com/a?utm_source=x&b=1&fbclid=2#f", "http://example.com/a?b=1"),
    ("http://example.com/a?b=2&a=1", "http://example.com/a?a=1&b=2"),
    ("http://example.com/story/amp/", "http://example.com/story/"),
    ("http://example.com/story/amp", "http://example.com/story"),
    ("http://example.com/story.amp.html", "http://example.com/story.html"),
    ("http://example.com/story?amp=1", "http://example.com/story"),
    ("http://example.com/story?outputType=amp", "http://example.com/story"),
    ("http://example.com/story/print/", "http://example.com/story/"),
    ("http://example.com/amp/", "http://example.com/amp/"),
    ("http://example.com/camp", "http://example.com/camp"),
    ("http://example.com/a;jsessionid=3F2A", "http://example.com/a"),
    ("http://example.com/a?PHPSESSID=3f2a&id=1", "http://example.com/a?id=1"),
    ("http://example.com/%7euser", "http://example.com/~user"),
    ("http://m.example.com/a", "http://www.example.com/a"),
    ("http://example.com:8080/a", "http://www.example.com:8080/a"),
    ("http://example.com/story/amp/print/amp", "http://example.com/story"),
    ("http://example.com/a/..;sid=1/b", "http://example.com/b"),
    ("http://example.com/..amp", "http://example.com/"),
    ("http://example.com///.Lexample/", "http://example.com///.Lexample/"),
    ("http://example.com//a/../b", "http://example.com//b"),
    ("http://example.com/ ?#x", "http://example.com/"),
    ("http://example.com。/", "http://example.com/"),
    ("not a url", "not a url"),
]


@pytest.mark.parametrize(("raw", "expected"), ABSOLUTE)
def test_absolute_gives_one_fetchable_form(raw, expected):
    assert urls.absolute(raw, "http://news.example/section/") == expected


@pytest.mark.parametrize("raw", UNFIT)
def test_absolute_refuses_what_cannot_be_fetched(raw):
    assert urls.absolute(raw) is None


@pytest.mark.parametrize(("url", "expected"), CANONICAL)
def test_variants_fold(url, expected):
    home = "www.example.com" if "www." in expected else ""
    assert urls.canonical(url, home=home) == expected


@given(
    st.text(max_size=60) | st.text(max_size=40).map("http://e.x/".__add__) | st.text(max_size=40).map("http://".__add__)
)
def test_canonical_is_stable_and_never_raises(raw):
    once = urls.canonical(raw)
    assert urls.canonical(once) == once
    urls.site_of(raw)
    urls.redacted(raw)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://www.bbc.co.uk/a", "https://news.bbc.co.uk/b", True),
        ("http://a.co.uk/", "http://b.co.uk/", False),
        ("http://a.blogspot.com/", "http://b.blogspot.com/", False),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", False),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/b", True),
        ("http://localhost/", "http://localhost:80/x", True),
        ("", "", False),
    ],
)
def test_same_site_goes_by_registrable_domain(first, second, same):
    assert urls.same_site(first, second) is same


def test_files_have_one_origin():
    assert urls.origin("file:///a") == urls.origin("file:///b/c#1:d")


def test_origin_leaves_out_the_default_port():
    assert urls.origin("http://example.com:80/x") == urls.origin("http://example.com/") == "http://example.com"
    assert urls.origin("http://[::1]:8080/x") == "http://[::1]:8080"
    with pytest.raises(ValueError, match="no host"):
        urls.origin("https:///x")


def test_redacted_hides_credentials():
    assert urls.redacted("http://user:p@ss@example.com/a@b") == "http://example.com/a@b"


@pytest.mark.parametrize("raw", ["//[/.", "http:///[/.", "//a/[/./b", "/\ud800/a", "http://news.example/\udcb4"])
def test_addresses_that_cannot_be_taken_apart_or_encoded_harm_nothing(raw):
    found = urls.absolute(raw, "http://news.example/")
    assert found is None or urls.canonical(found).isascii()
