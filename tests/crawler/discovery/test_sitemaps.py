import gzip
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import DiscoveryError, sitemaps

gzipped = partial(gzip.compress, mtime=0)  # the same bytes in every process, and so the same names of tests

BASE = "http://news.example"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(entries):
    return f"<?xml version='1.0'?><urlset {SPACE} {NEWS}>{entries}</urlset>".encode()


def loc(path):
    return f"<url><loc>{BASE}{path}</loc></url>"


def found(body, **options):
    return [each.url.removeprefix(BASE) for each in sitemaps.read(body, BASE + "/sitemap.xml", **options)]


def test_urlset_with_news_and_image_fields():
    body = urlset(
        f"<url><loc>{BASE}/a</loc><image:image><image:loc>{BASE}/a.jpg</image:loc></image:image><news:news>"
        "<news:publication_date>2026-01-02T03:04:05Z</news:publication_date><news:title>A &amp; B</news:title>"
        "</news:news></url>"
        f"<url><loc>{BASE}/b</loc><lastmod>2026-01-02</lastmod></url>",
    )
    news, plain = sitemaps.read(body, BASE)
    assert (news.url, news.title, news.kind) == (BASE + "/a", "A & B", "article")
    assert news.lastmod == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert plain.lastmod == datetime(2026, 1, 2, tzinfo=UTC)
    assert news.priority > plain.priority


def test_index_names_sitemaps():
    body = f"<sitemapindex {SPACE}><sitemap><loc>{BASE}/1.xml</loc></sitemap></sitemapindex>".encode()
    (entry,) = sitemaps.read(body, BASE)
    assert (entry.url, entry.kind) == (BASE + "/1.xml", "sitemap")


@pytest.mark.parametrize(
    "body",
    [
        urlset(loc("/a")),
        gzipped(urlset(loc("/a"))),
        gzipped(urlset(loc("/a") + loc("/b") * 9_000))[:-40],
        gzipped(b"") * 3 + gzipped(urlset(loc("/a"))[:40]) + gzipped(urlset(loc("/a"))[40:]) + b"junk",
        b"\xef\xbb\xbf\n " + urlset(loc("/a")),
        urlset(loc("/a") + loc("/b"))[:-30],
        f"{BASE}/a\n\nftp://x/\n".encode(),
        gzipped(f"{BASE}/a\n".encode()),
        f"<rss><channel><item><link>{BASE}/a</link></item></channel></rss>".encode(),
        urlset(loc("/a") + "<a>" * 50_000),
    ],
)
def test_forms_and_damage(body):
    assert found(body)[0] == "/a"


def test_a_bomb_is_cut_while_it_is_unpacked():
    body = gzipped(urlset(loc("/a") + " " * 60_000_000), compresslevel=1)
    assert found(body) == ["/a"]


def test_entries_are_capped_and_counted():
    read = sitemaps.read(urlset("".join(loc(f"/{number}") for number in range(20))), BASE, limit=5)
    assert len(read) == 5
    assert read.skipped == {"over the limit of entries": 1}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"<a/>", b"\x1f\x8bbroken", b"nothing", b"<!DOCTYPE x [" + b"x" * 400_000]
)
def test_what_is_no_sitemap_is_named(body):
    with pytest.raises(DiscoveryError):
        sitemaps.read(body, BASE)


PIECES = st.sampled_from(
    [
        "<urlset>",
        "<url>",
        "</url>",
        "<loc>",
        "</loc>",
        "http://a/b",
        "<sitemapindex>",
        "<sitemap>",
        "</sitemap>",
        "&x;",
        "\n",
        "<news:news>",
        "]]>",
        "<!DOCTYPE x [",
        "\x00",
        "ä",
        "\x1f\x8b",
    ],
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join).map(str.encode) | st.binary(max_size=200))
def test_any_bytes_give_candidates_or_a_named_reason(body):
    try:
        entries = sitemaps.read(body, BASE)
    except DiscoveryError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in entries)
