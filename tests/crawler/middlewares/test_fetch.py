"""The middlewares together, against small servers that misbehave; one crawl process for each group of cases."""

import gzip
import json
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest

SCRIPT = Path(__file__).with_name("fetch.py")
PAGE = b"<html><body><p>The harbour bridge reopened on Tuesday.</p></body></html>"
HTML = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n"


def whole(body=PAGE, *, status=b"200 OK", **headers):
    lines = b"".join(f"{name.replace('_', '-')}: {value}\r\n".encode() for name, value in headers.items())
    head = b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: %d\r\n" % len(body)
    return head + (lines or b"Content-Type: text/html\r\n") + b"\r\n" + body


class Site(socketserver.ThreadingTCPServer):
    """Answers by `pages`: path -> raw bytes, or a callable given the handler and the request's head."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host="127.0.0.1", **pages):
        self.pages = {f"/{name}": answer for name, answer in pages.items()}
        self.hits = []
        super().__init__((host, 0), Answer)
        self.place = f"{host}:{self.server_address[1]}"
        self.url = f"http://{self.place}"


class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.request.recv(65536)
            if not piece:
                return
            head += piece
        path = head.split(b" ")[1].decode()
        self.server.hits.append(path)
        answer = self.server.pages.get(path, whole(b"not here", status=b"404 Not Found"))
        try:
            if callable(answer):
                answer(self, head.decode())
            else:
                self.wfile.write(answer)
        except OSError:
            pass


@contextmanager
def serving(*sites):
    threads = [threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}) for site in sites]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for site, thread in zip(sites, threads, strict=True):
            site.shutdown()
            site.server_close()
            thread.join()


def fetch(urls, allow=(), **settings):
    options = json.dumps({"WIREBRUSH_ALLOW_HOSTS": list(allow), **settings})
    done = subprocess.run(
        [sys.executable, SCRIPT, options, *urls], capture_output=True, text=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def drip(handler, _head):
    handler.wfile.write(HTML + b"Content-Length: 1000\r\n\r\n")
    for _ in range(300):
        time.sleep(0.1)
        handler.wfile.write(b"x")


def endless(handler, _head):
    handler.wfile.write(HTML + b"\r\n")
    for _ in range(100_000):
        handler.wfile.write(b"endless " * 1_000)


def endless_head(handler, _head):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        handler.wfile.write(b"X-%d: a\r\n" % number)


def hints(handler, _head):
    for _ in range(20_000):
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n")


def reset(handler, _head):
    """A body without a length, and a connection that breaks."""
    handler.wfile.write(HTML + b"\r\n" + PAGE)
    time.sleep(0.1)
    handler.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.request.close()


def echo(handler, head):
    handler.wfile.write(whole(head.encode()))


CASES = {
    "plain": (whole(), "harbour"),
    "close": (HTML + b"\r\n" + PAGE, "harbour"),
    "gzip": (whole(gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html"), "harbour"),
    "br": (whole(brotli.compress(PAGE), Content_Encoding="br", Content_Type="text/html"), "harbour"),
    "gone": (whole(b"gone", status=b"410 Gone"), "gone"),
    "hop": (whole(b"", status=b"301 Moved", Location="/plain"), "harbour"),
    "stub": (whole(b'<meta http-equiv="refresh" content="0;url=/plain">'), "harbour"),
    "cut": (HTML + b"Content-Length: 5000\r\n\r\n" + PAGE, "the body broke off"),
    "chunk": (HTML + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + PAGE[:16] + b"\r\n", "the body broke off"),
    "cut_gzip": (whole(gzip.compress(PAGE * 9)[:-9], Content_Encoding="gzip"), "the compressed body is cut short"),
    "bomb": (
        whole(brotli.compress(bytes(9_000_000), quality=1), Content_Encoding="br"),
        "larger than the limit when unpacked",
    ),
    "honest": (HTML + b"Content-Length: 5000000\r\n\r\n" + PAGE, "larger than the limit"),
    "endless": (endless, "larger than the limit"),
    "endless_head": (endless_head, "the connection broke, or the answer is no HTTP"),
    "banana": (b"BANANA\r\n\r\n" + PAGE, "the connection broke, or the answer is no HTTP"),
    "silent": (lambda handler, head: None, "the connection broke, or the answer is no HTTP"),
    "drip": (drip, "timed out"),
    "pdf": (
        HTML.replace(b"text/html", b"application/pdf") + b"Content-Length: 5000000\r\n\r\n%PDF",
        "not a page but pdf",
    ),
    "part": (
        whole(PAGE, status=b"206 Partial Content", Content_Range="bytes 0-5/9"),
        "only a part of the page was sent (206)",
    ),
    "hints": (hints, "the connection broke, or the answer is no HTTP"),
    "few_hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" * 3 + whole(), "harbour"),
    "reset": (reset, "the body broke off"),
    "no_head": (PAGE, "the connection broke, or the answer is no HTTP"),
    "long_header": (
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 400_000 + b"\r\n\r\n" + PAGE,
        "the connection broke, or the answer is no HTTP",
    ),
    "two_lengths": (
        HTML + b"Content-Length: %d\r\nContent-Length: 3\r\n\r\n" % len(PAGE) + PAGE,
        "the connection broke, or the answer is no HTTP",
    ),
    "extension": (
        HTML + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"a" * 300_000 + b"\r\nhello\r\n0\r\n\r\n",
        "the body broke off",
    ),
    "members": (whole(gzip.compress(b"") * 45_000, Content_Encoding="gzip"), "too many gzip members"),
    "no_coding": (whole(Content_Encoding="utf-8", Content_Type="text/html"), "harbour"),
    "check": (whole(b"<title>Just a moment...</title>", status=b"403 Forbidden"), "bot challenge page (Cloudflare)"),
    "loop": (whole(b"", status=b"302 Found", Location="/loop"), "redirected in a loop"),
    "file": (
        whole(b"", status=b"302 Found", Location="file:///etc/passwd"),
        "redirected to an address that cannot be fetched",
    ),
    "far": (
        whole(b"", status=b"302 Found", Location="/" + "a" * 5_000),
        "redirected to an address that cannot be fetched",
    ),
    "decimal": (
        whole(b"", status=b"302 Found", Location="http://2130706434:{port}/plain"),
        "the address is not public",
    ),
    "wide": (
        whole(b"", status=b"302 Found", Location="http://１２７。0。0。2:{port}/plain"),
        "the address is not public",
    ),
    "at": (
        whole(b"", status=b"302 Found", Location="http://127.0.0.1:80@127.0.0.2:{port}/plain"),
        "the address is not public",
    ),
    "inside": (whole(b"", status=b"302 Found", Location="http://127.0.0.2:{port}/plain"), "the address is not public"),
    "mapped": (
        whole(b"", status=b"302 Found", Location="http://[::ffff:127.0.0.2]:{port}/plain"),
        "the address is not public",
    ),
    "named": (whole(b"", status=b"302 Found", Location="http://localhost:{port}/plain"), "the address is not public"),
}


@pytest.fixture(scope="module")
def results():
    inside = Site("127.0.0.2", plain=whole(b"INSIDE"))
    port = b"%d" % inside.server_address[1]
    sites = {}  # one for each case: a site that fails again and again would be left alone
    for name, (answer, _) in CASES.items():
        page = answer.replace(b"{port}", port) if isinstance(answer, bytes) else answer
        sites[name] = Site(**{"plain": whole(), name: page})
    urls = {f"{site.url}/{name}": name for name, site in sites.items()}
    with serving(*sites.values(), inside):
        found = fetch(urls, allow=[site.place for site in sites.values()], CONCURRENT_REQUESTS=64)
    assert inside.hits == []
    return {urls[url]: result for url, result in found.items()}


@pytest.mark.parametrize("name", CASES)
def test_every_answer_ends_as_a_page_or_by_name(name, results):
    result = results[name]
    expected = CASES[name][1]
    assert expected in (result.get("body") or result["reason"])


def test_nothing_personal_goes_to_another_origin():
    other = Site("127.0.0.3", echo=echo)
    site = Site(out=whole(b"", status=b"302 Found", Location=other.url + "/echo"), echo=echo)
    with serving(site, other):
        found = fetch([site.url + "/out", site.url + "/echo"], allow=[site.place, other.place])
    assert "SECRET-77" in found[site.url + "/echo"]["body"]
    assert "SECRET-77" not in found[site.url + "/out"]["body"]


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (whole(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain"), "harbour"),
        (whole(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain"), "forbidden by robots.txt"),
        (whole(b"User-agent: *\n" + b"# 500 kB are read\n" * 25_000 + b"Disallow: /\n"), "forbidden by robots.txt"),
        (whole(b"no", status=b"503 Unavailable"), "robots.txt answers 503: nothing may be fetched"),
        (whole(b"no", status=b"401 Unauthorized"), "harbour"),
        (whole(PAGE), "harbour"),
        (whole(b"", status=b"302 Found", Location="/robots.txt"), "harbour"),
        (whole(b"User-agent: *\nCrawl-delay: 86400\n"), "the Crawl-delay of robots.txt is over 60 s: put off"),
        (
            HTML + b"Content-Length: 900000000\r\n\r\nUser-agent: *\nDisallow: /private\n" + b"Disallow: /x\n" * 80_000,
            "harbour",
        ),
        (HTML + b"Content-Length: 9000\r\n\r\nUser-agent: *\n", "robots.txt: the body broke off"),
    ],
    ids=["private", "all", "long", "503", "401", "a page", "loop", "delay", "endless", "cut"],
)
def test_robots_txt_decides(robots, outcome):
    site = Site(**{"robots.txt": robots, "page": whole(), "private": whole(b"SECRET")})
    with serving(site):
        found = fetch([site.url + "/page", site.url + "/private"], allow=[site.place])
    result = found[site.url + "/page"]
    assert outcome in (result.get("body") or result["reason"])
    assert ("/page" in site.hits) is (outcome == "harbour")
    assert site.hits.count("/robots.txt") == 1
    assert "/private" not in site.hits or b"Disallow" not in robots


def test_pauses_are_kept_and_a_broken_site_is_left_alone():
    def busy(handler, _head):
        handler.wfile.write(whole(b"busy", status=b"503 Busy", Retry_After="60"))

    site = Site(**{f"p{number}": busy for number in range(40)})
    with serving(site):
        found = fetch([f"{site.url}/p{number}" for number in range(40)], allow=[site.place], CONCURRENT_REQUESTS=4)
    assert len(site.hits) < 12
    reasons = [result["reason"] for result in found.values() if "reason" in result]
    assert reasons.count("the site asked for a pause or does not answer") > 25


def test_crawl_delay_is_kept():
    times = []
    robots = whole(b"User-agent: *\nCrawl-delay: 0.5\n")
    pages = {
        f"p{number}": lambda handler, _: (times.append(time.monotonic()), handler.wfile.write(whole()))
        for number in range(4)
    }
    site = Site(**{"robots.txt": robots, **pages})
    with serving(site):
        fetch([f"{site.url}/p{number}" for number in range(4)], allow=[site.place])
    assert max(times) - min(times) > 0.75  # half of what it is on a machine with nothing else to do


def test_a_delay_counts_from_the_answer_before():
    asked, answered = [], []

    def slow(handler, _head):
        asked.append(time.monotonic())
        time.sleep(0.3)
        answered.append(time.monotonic())
        handler.wfile.write(whole())

    site = Site(**{f"p{number}": slow for number in range(3)})
    with serving(site):
        urls = [f"{site.url}/p{number}" for number in range(3)]
        fetch(urls, allow=[site.place], DOWNLOAD_DELAY=0.2, RANDOMIZE_DOWNLOAD_DELAY=False, CONCURRENT_REQUESTS=1)
    assert len(asked) == 3
    assert all(after - before >= 0.2 for before, after in zip(answered, asked[1:], strict=False))


def test_conditional_requests():
    site = Site(echo=echo)
    with serving(site):
        meta = {"etag": '"abc"', "last_modified": "Fri, 02 Jan 2026 03:04:05 GMT"}
        found = fetch([site.url + "/echo"], allow=[site.place], META=meta)
    body = found[site.url + "/echo"]["body"]
    assert 'If-None-Match: "abc"' in body
    assert "If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT" in body


def test_nothing_private_is_asked_unless_it_is_named():
    site = Site(plain=whole())
    port = site.server_address[1]
    with serving(site):
        hosts = ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]")
        found = fetch([f"http://{host}:{port}/plain" for host in hosts])
    assert site.hits == []
    assert {result["error"] for result in found.values()} == {"RefusedError"}
    assert len(found) == 5


def test_port_in_use_elsewhere_is_refused_by_name():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        place = f"127.0.0.1:{closed.getsockname()[1]}"
    found = fetch([f"http://{place}/x"], allow=[place])
    assert found[f"http://{place}/x"]["reason"] == "robots.txt: connection refused"
