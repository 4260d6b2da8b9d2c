"""Seeds of the fuzzing, by target: small inputs of each kind, sound and damaged."""

import gzip
import io
import zipfile

PARAGRAPH = "The harbour bridge reopened on Tuesday after eleven weeks of repair work, the council said at noon."
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge reopens | The Gull</title>'
    '<meta property="og:title" content="Bridge reopens"><link rel="canonical" href="https://gull.example/a/bridge">'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge reopens","datePublished":'
    '"2026-01-02T03:04:05+01:00","author":[{"@type":"Person","name":"Ada Writer"}]}</script></head><body><nav>'
    '<a href="/sport">Sport</a></nav><article><h1>Bridge reopens</h1><p>By <a rel="author">Ada Writer</a>, '
    f'<time datetime="2026-01-02">2 January 2026</time></p><p>{PARAGRAPH}</p><ul><li>{PARAGRAPH}</ul><table><tr><td>1'
    f"</table><p>{PARAGRAPH}</p></article><aside>Read more: <a href='/b?page=2#c'>Ferry</a></aside></body></html>"
).encode()
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Gull</title><atom:link rel="next" href="?p=2"/><item>'
    b"<title>A &amp; b</title><link>https://gull.example/a</link><guid isPermaLink='true'>x</guid><pubDate>Fri, 02 Jan "
    b"2026 03:04:05 GMT</pubDate></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gull.example/"><entry><title>A</title><link '
    b'rel="alternate" href="b"/><updated>2026-01-02T03:04:05Z</updated></entry></feed>'
)
JSON_FEED = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"https://gull.example/a"}]}'
SITEMAP = (
    b'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>'
    b"https://gull.example/a</loc><lastmod>2026-01-02</lastmod><news:news><news:title>A</news:title></news:news></url>"
    b"</urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>https://gull.example/s.xml.gz</loc></sitemap></sitemapindex>"
ROBOTS = b"User-agent: *\nDisallow: /private/*$\nAllow: /a\nCrawl-delay: 2.5\nSitemap: https://gull.example/s.xml\n"
SITES = b"""[defaults]
delay = "2s"
[[site]]
url = "https://gull.example/"
feeds = ["/rss.xml"]
since = 2026-01-02
include = ['/news/\\d+']
"""
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n0\r\n\r\n"
MHTML = (
    b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: "
    b"https://gull.example/a\r\n\r\n<p>Caf=C3=A9</p>\r\n--b--\r\n"
)
ADDRESSES = (
    b"https://user:pw@www.GULL.example:443/a/../b;c?utm_source=x&id=7#d", b"http://[::ffff:127.0.0.1]:80/", b"//a/b",
    b"http://0x7f.1/", "https://m\u00fcnchen.example/\u6e2f?q=\u00e9".encode(), b"?page=2",
)  # fmt: skip
DATES = (
    b"Fri, 02 Jan 2026 03:04:05 GMT", b"2026-01-02T03:04:05.678+01:00", b"1767323045000", b"2. Januar 2026, 15:04 Uhr",
    b"Jan. 2nd, 2026 3:04 p.m. EST", "2026\u5e741\u67082\u65e5".encode(),
)  # fmt: skip
TEXT = (
    f"Home | Sport | Log in\n\nBridge reopens\n\nBy Ada Writer\n2 January 2026\n\n{PARAGRAPH}\n\nRead more: Ferry"
).encode()


def record(block: bytes, kind: bytes = b"response") -> bytes:
    """A WARC record around a block."""
    head = b"WARC/1.1\r\nWARC-Type: %b\r\nWARC-Target-URI: https://gull.example/a\r\nContent-Length: %d\r\n\r\n"
    return head % (kind, len(block)) + block + b"\r\n\r\n"


def packed() -> bytes:
    """A zip archive with a page in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a/b.html"), PAGE)
        archive.writestr(zipfile.ZipInfo("../c.html.gz"), gzip.compress(PAGE, mtime=0))
    return out.getvalue()


SEEDS: dict[str, tuple[bytes, ...]] = {
    "page": (PAGE, "<p>Привет, мир".encode("cp1251")),
    "text": (TEXT,),
    "charset": (b"windows-1251" + "Мост через гавань".encode("cp1251"), "港の橋".encode("shift_jis"), PAGE[:200]),
    "feed": (RSS, ATOM, JSON_FEED, b"<rdf:RDF><item><link>https://gull.example/a</link></item></rdf:RDF>"),
    "sitemap": (SITEMAP, INDEX, gzip.compress(SITEMAP, mtime=0), b"https://gull.example/a\nhttps://gull.example/b"),
    "links": (PAGE, b'<base href="/x/"><a href=y>z</a><!-- <a href=n> --><meta http-equiv=refresh content="0;url=/r">'),
    "robots": (ROBOTS, b"\xef\xbb\xbfUser-agent: wirebrush\r\nDisallow:\r\n"),
    "sites": (SITES,),
    "inputs": (PAGE, record(HTTP), gzip.compress(record(CHUNKED), mtime=0), packed(), MHTML, TEXT),
    "archive": (gzip.compress(record(HTTP), mtime=0) * 2, gzip.compress(record(HTTP), mtime=0)[:-9]),
    "mhtml": (MHTML,),
    "addresses": ADDRESSES,
    "dates": DATES,
    "names": (b"a/b.html\nA/B.html\n../c", b"CON.txt\nnul\nx" * 9),
    "search": (b'title:bridge -"a phrase" word*', b'" OR NEAR(a b) text:x'),
    "codings": (gzip.compress(PAGE, mtime=0), b"\x8b\x02\x80abc\x03", b"(\xb5/\xfd\x04\x00"),
}
