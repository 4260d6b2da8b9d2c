"""A news site on this machine for benchmarks: numbered stories, lists of a hundred, every request remembered."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PER_PAGE = 100
WORDS = """
    harbour bridge council engineers tuesday buses carriageway joints closure takings autumn government inspection
    report path phase crowns estimate committee dawn repair traffic ferry market winter budget vote school library
    river storm
    """.split()


class Site(ThreadingHTTPServer):
    """Serves `stories` stories; `requests` are the paths asked for, in order."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stories: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.stories = stories
        self.requests: list[str] = []

    @property
    def host(self) -> str:
        """HOST:PORT, as --allow-host takes it."""
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, *arguments: object) -> None:
        """A client that was killed is no news."""

    def page(self, path: str) -> str | None:
        """The HTML at a path."""
        if path.startswith("/news/"):
            return self.story(int(path.removeprefix("/news/").partition("-")[0]))
        if path in ("/", "/list") or path.startswith("/list?page="):
            return self.listing(int(path.partition("=")[2] or 0))
        return None

    def listing(self, number: int) -> str:
        """A list of stories and a link to the next one."""
        numbers = range(number * PER_PAGE, min(self.stories, (number + 1) * PER_PAGE))
        links = "".join(f'<li><a href="/news/{n:06d}-harbour-bridge-open-again">Story {n}</a></li>' for n in numbers)
        more = f'<a rel="next" href="/list?page={number + 1}">Older</a>' if numbers.stop < self.stories else ""
        return f"<!doctype html><title>Daily Test</title><h1>News</h1><ul>{links}</ul>{more}"

    def story(self, number: int) -> str:
        """An article page with a little chrome around it."""
        dice = random.Random(number)
        paragraphs = (" ".join(dice.choices(WORDS, k=40)).capitalize() + "." for _ in range(5))
        text = "".join(f"<p>{paragraph}</p>" for paragraph in (f"Report number {number}.", *paragraphs))
        return (
            f"<!doctype html><html lang=en><head><title>Story {number} | Daily Test</title>"
            '<meta property="article:published_time" content="2026-01-05T06:00:00Z"></head><body>'
            f'<nav><a href="/">Home</a></nav><article><h1>Story {number}</h1>{text}</article>'
            "<footer>Daily Test, all rights reserved</footer></body></html>"
        )


class Handler(BaseHTTPRequestHandler):
    """Answers and remembers."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        """One page."""
        self.server.requests.append(self.path)
        page = self.server.page(self.path)
        body = (page or "no such page").encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing on the screen."""


@contextmanager
def serve(stories: int, kind: type[Site] = Site) -> Iterator[Site]:
    """The site, while the block runs."""
    with kind(stories) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        try:
            yield site
        finally:
            site.shutdown()
