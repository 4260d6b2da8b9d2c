import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import DiscoveryError, feeds

BASE = "http://news.example"
DATE = "Fri, 02 Jan 2026 03:04:05 GMT"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def rss(items, pre="", version='version="2.0"'):
    return f"{pre}<rss {version}><channel><title>x</title><link>{BASE}/</link>{items}</channel></rss>".encode()


def item(number, extra=""):
    link = f"{BASE}/news/{number}"
    return f"<item><title>Story {number}</title><link>{link}</link><pubDate>{DATE}</pubDate>{extra}</item>"


def found(body, **options):
    return [each.url.removeprefix(BASE) for each in feeds.read(body, BASE + "/feed.xml", **options)]


def test_rss_gives_titles_and_dates():
    (entry,) = feeds.read(rss(item(1)), BASE)
    assert (entry.url, entry.title, entry.lastmod, entry.kind) == (BASE + "/news/1", "Story 1", WHEN, "article")


def test_rdf():
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>T</title><link>/a</link>'
        b"<dc:date>2026-01-02T03:04:05Z</dc:date></item></rdf:RDF>"
    )
    (entry,) = feeds.read(body, BASE + "/feed")
    assert (entry.url, entry.lastmod) == (BASE + "/a", WHEN)


def test_atom_links_base_and_next():
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/blog/">'
        b'<link rel="next" href="?page=2"/><entry><link rel="replies" href="/no"/><link href="one"/>'
        b"<updated>2026-01-02T03:04:05Z</updated></entry></feed>"
    )
    following, entry = feeds.read(body, BASE + "/feed")
    assert (following.url, following.kind) == (BASE + "/blog/?page=2", "feed")
    assert (entry.url, entry.lastmod) == (BASE + "/blog/one", WHEN)


def test_json_feed():
    items = [{"url": "/a", "title": "A &amp; B", "date_published": "2026-01-02T03:04:05Z"}, {"id": "no-link"}, 7]
    read = feeds.read(json.dumps({"items": items, "next_url": "/2"}).encode(), BASE + "/feed.json")
    assert [each.url for each in read] == [BASE + "/a", BASE + "/2"]
    assert (read.candidates[0].title, read.candidates[0].lastmod) == ("A & B", WHEN)
    assert read.skipped == {"entry without a fetchable link": 2}


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1), pre="\n\n \ufeff<!-- warning --> <?xml version='1.0'?>"),
        rss(item(1), pre="<?xml version='1.0' encoding='UTF-16'?>"),
        rss(item(1), pre="<?xml version='1.0' encoding='UTF-16'?>").decode().encode("utf-16"),
        rss(item(1) + "<item><title>&i;</title></item>", pre=LAUGHS),
        rss(
            item(1) + "<item><link>http://news.example/&i;&x;</link></item>",
            pre='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        rss(item(1, "&nbsp;") + item(2))[:-60],
        rss(item(1).replace("Story", "<![CDATA[<script>x</script>Story]]>")),
        rss(item(1).replace("<link>", "<feedburner:origLink>").replace("</link>", "</feedburner:origLink>")),
        rss("<item><guid>http://news.example/news/1</guid></item>"),
    ],
)
def test_odd_feeds_still_give_their_entries(body):
    assert found(body)[0] == "/news/1"


def test_entities_are_never_expanded():
    entries = feeds.read(rss("<item><title>&i;</title><link>http://news.example/1</link></item>", pre=LAUGHS), BASE)
    assert "haha" not in str(list(entries))


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"<!doctype html><html><body>", b"plain text", b"{", b"[1]", b"[" * 9_999, b"<urlset/>"]
)
def test_what_is_no_feed_is_named(body):
    with pytest.raises(DiscoveryError):
        feeds.read(body, BASE)


def test_a_feed_without_end_is_cut():
    read = feeds.read(rss("".join(map(item, range(50)))), BASE, limit=10)
    assert len(read) == 10
    assert read.skipped == {"over the limit of entries": 1}


def test_links_that_cannot_be_fetched_are_counted():
    read = feeds.read(
        rss("".join(f"<item><link>{link}</link></item>" for link in ("javascript:x", "file:///e", ""))), BASE
    )
    assert len(read) == 0
    assert read.skipped == {"entry without a fetchable link": 3}


@pytest.mark.parametrize(
    "date", ["99999999999999999999", "0001-01-01", "Fri, 99 Foo 2026", "2026-13-45T99:99", "x" * 99]
)
def test_absurd_dates_are_no_dates(date):
    (entry,) = feeds.read(rss(item(1).replace(DATE, date)), BASE)
    assert entry.lastmod is None


PIECES = st.sampled_from(
    [
        "<rss>",
        "<channel>",
        "<item>",
        "</item>",
        "<link>",
        "</link>",
        "http://a/b",
        "<entry>",
        "<feed>",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE x [",
        "]>",
        "<?xml version='1.0'?>",
        "\x00",
        "ä",
        "<title>",
        '<link href="/x"/>',
        "{",
        '"items":',
        "[",
    ],
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join).map(str.encode) | st.binary(max_size=200))
def test_any_bytes_give_candidates_or_a_named_reason(body):
    try:
        entries = feeds.read(body, BASE)
    except DiscoveryError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in entries)


@pytest.mark.parametrize(
    "before", ["", "<title>A &nbsp; B</title>", "<title>a & b</title>", "<title>&#0;&#xD800;</title>"]
)
@pytest.mark.parametrize("ampersand", ["&", "&amp;", "<![CDATA[&]]>"])
def test_addresses_keep_their_ampersands_however_they_are_written(before, ampersand):
    body = rss(f"<item>{before}<link>{BASE}/x?a=1{ampersand}b=2</link></item>")
    assert found(body) == found(body.decode().encode("utf-16")) == ["/x?a=1&b=2"]


def test_cdata_without_end_is_read_in_linear_time():
    assert found(rss(item(1) + "&" + "<![CDATA[" * 100_000)) == ["/news/1"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32", "windows-1251"])
def test_feeds_in_other_encodings_than_they_say(charset):
    body = rss(item(1).replace("Story", "Мост через гавань вновь открыт"), '<?xml version="1.0" encoding="utf-8"?>')
    (entry,) = feeds.read(body.decode().encode(charset), BASE)
    assert (entry.url, entry.title) == (f"{BASE}/news/1", "Мост через гавань вновь открыт 1")


def test_a_document_type_behind_a_long_comment_or_in_small_letters_goes_too():
    for document_type in (LAUGHS, LAUGHS.replace("DOCTYPE", "doctype")):
        assert (
            found(rss("<item><link>/&h;</link></item>" + item(1), f"<!--{'x' * 9000}-->{document_type}"))[-1]
            == "/news/1"
        )


def test_a_json_feed_of_millions_of_values_is_refused_before_it_is_read():
    with pytest.raises(DiscoveryError, match="more than 500,000 values"):
        feeds.read(b'{"items": [' + b"{}," * 600_000 + b"{}]}", BASE)


def test_lone_surrogates_of_json_stay_in_no_address_and_no_title():
    body = json.dumps({"items": [{"url": f"{BASE}/\ud800", "title": "a\udc00b"}]}).encode()
    (entry,) = feeds.read(body, BASE)
    assert (entry.url, entry.title) == (f"{BASE}/\ufffd", "a\ufffdb")


def test_the_day_of_publication_is_told_from_that_of_a_change():
    entry = "<entry><link href='/a'/><updated>2026-02-02T00:00:00Z</updated>{}</entry>"
    both = entry.format("<published>2026-01-01T00:00:00Z</published>").replace("/a", "/b")
    atom = f"<feed>{both}{entry.format('')}</feed>"
    first, second = feeds.read(atom.encode(), BASE)
    assert [each.lastmod and each.lastmod.month for each in (first, second)] == [2, 2]
    assert [each.published and each.published.month for each in (first, second)] == [1, None]
