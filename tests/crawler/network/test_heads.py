import pytest
from scrapy.http import Response

from crawler.network.challenges import challenger
from crawler.network.content import refusal
from crawler.network.retry_after import LONGEST, retry_after


@pytest.mark.parametrize(
    "said", ["text/html; charset=utf-8", "", "banana;;;", "application/xhtml+xml", "text/plain", "application/rss+xml"]
)
def test_pages_are_wanted(said):
    assert refusal(200, said, "article") is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("image/png", "not a page but image"),
        ("application/pdf", "not a page but pdf"),
        ("application/zip", "not a page but zip"),
    ],
)
def test_files_are_not(said, reason):
    assert refusal(200, said, "article") == reason


def test_a_packed_sitemap_is_wanted_and_a_part_is_not():
    assert refusal(200, "application/x-gzip", "sitemap") is None
    assert "206" in refusal(206, "text/html", "article")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2", 2),
        ("315360000", LONGEST),
        ("-1", 0),
        ("soon", 0),
        ("", 0),
        ("Thu, 01 Jan 1970 00:16:50 GMT", 10),
        ("9" * 500, LONGEST),
    ],
)
def test_retry_after(said, seconds):
    assert retry_after(Response("http://x/", headers={"Retry-After": said}), now=1000) == seconds


CHALLENGES = [
    (403, {"cf-mitigated": "challenge"}, b"<p>x"),
    (503, {}, b"<title>Just a moment...</title>"),
    (403, {}, b"<script src='https://geo.captcha-delivery.com/captcha/'></script>"),
    (202, {"x-amzn-waf-action": "challenge"}, b""),
    (200, {}, b"<html><script src='/_Incapsula_Resource?x'></script></html>"),
]


@pytest.mark.parametrize(("status", "headers", "body"), CHALLENGES)
def test_challenges_are_known(status, headers, body):
    assert challenger(status, headers, body)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"server": "cloudflare"}, b"<html><p>An article about px-captcha.</p></html>"),
        (404, {}, b"<title>Just a moment...</title>"),
        (403, {}, b"<p>Forbidden</p>"),
        (200, {"x-kpsdk-ct": "1"}, b"<p>article"),
    ],
)
def test_pages_are_no_challenges(status, headers, body):
    assert challenger(status, headers, body) is None
