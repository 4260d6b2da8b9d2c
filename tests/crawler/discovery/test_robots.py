import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.robots import Robots

HOST = "http://news.example"
RULES = b"User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 2\n"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/private/x", False),
        ("/private/open", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/news", True),
        ("/robots.txt", True),
    ],
)
@pytest.mark.parametrize(
    "body", [RULES, b"\xef\xbb\xbf" + RULES.replace(b"\n", b"\r\n"), RULES.replace(b"\n", b"\0\n")]
)
def test_longest_match_decides(body, path, allowed):
    assert Robots.parse(body).allows(HOST + path, "wirebrush") is allowed


def test_own_group_goes_before_the_star():
    rules = Robots.parse(b"User-agent: wirebrush\nUser-agent: other\nDisallow:\n\nUser-agent: *\nDisallow: /\n")
    assert rules.allows(HOST + "/x", "wirebrush/1.0 (+mailto:a@b)")
    assert not rules.allows(HOST + "/x", "stranger")


def test_delay_and_sitemaps():
    rules = Robots.parse(
        RULES + b"Sitemap: http://news.example/s.xml\nSitemap: file:///etc/passwd\nSitemap: javascript:x\n" * 300
    )
    assert rules.crawl_delay("wirebrush") == 2
    assert rules.sitemaps == ("http://news.example/s.xml",)


@pytest.mark.parametrize("delay", ["1e999", "nan", "inf", "-5", "soon"])
def test_absurd_delays_are_none(delay):
    assert Robots.parse(f"User-agent: *\nCrawl-delay: {delay}\n".encode()).crawl_delay("x") is None


@pytest.mark.parametrize("body", [b"", b"<!doctype html><p>User-agent: *\nDisallow: /", b"\x00\xff" * 50, b"<html>"])
def test_what_is_no_robots_txt_forbids_nothing(body):
    assert Robots.parse(body).allows(HOST + "/x", "wirebrush")


def test_only_the_first_500_kib_are_read():
    rules = Robots.parse(RULES + b"Disallow: /x\n" * 100_000 + b"Disallow: /late\n")
    assert rules.truncated
    assert rules.allows(HOST + "/late", "wirebrush")
    assert not rules.allows(HOST + "/private/x", "wirebrush")


LINES = st.sampled_from(
    ["User-agent: *", "Disallow: /", "Allow: /a*$", "Sitemap: http://x/y", "Crawl-delay: 1e9", "Disallow: /%zz", ":"]
)


@given(
    st.lists(LINES | st.text(max_size=10), max_size=20).map("\n".join).map(str.encode) | st.binary(max_size=200),
    st.text(max_size=20),
)
def test_any_bytes_give_rules(body, path):
    rules = Robots.parse(body)
    rules.allows(f"{HOST}/{path}", "wirebrush")
    delay = rules.crawl_delay("wirebrush")
    assert delay is None or 0 <= delay < float("inf")


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_rules_are_read_in_every_encoding_they_come_in(charset):
    rules = Robots.parse("User-agent: *\nDisallow: /private/\n".encode(charset))
    assert not rules.allows("http://news.example/private/x", "wirebrush")
