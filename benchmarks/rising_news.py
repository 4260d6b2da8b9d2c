"""Invented news sites on this machine that publish all the time, and break when they are told to."""

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PUBLISHED_EVERY = 9.0  # seconds
LISTED = 20
THINGS = (
    "bridge harbour library orchard tram lighthouse market school theatre quarry ferry mill archive station".split()
)
PEOPLE = "keeper mayor baker teacher captain gardener judge clerk miller driver".split()
DEEDS = "repaired painted sold opened closed measured photographed flooded defended inherited".split()
WHENCE = "on Tuesday; after the vote; before the fair; in heavy rain; against all advice; without a permit".split("; ")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    body: str
    kind: str = "text/html"


@dataclass
class RisingSite:
    """A site. fault: what is wrong with it now; "" for nothing."""

    host: str = ""
    fault: str = ""
    began: float = field(default_factory=time.time)

    @property
    def url(self) -> str:
        """Its front page."""
        return f"http://{self.host}/"

    @classmethod
    @contextmanager
    def several(cls, names: Iterable[str]) -> Iterator[dict[str, "RisingSite"]]:
        """Sites by name, while the block lasts."""
        with ExitStack() as stack:
            yield {name: stack.enter_context(cls().serving()) for name in names}

    @contextmanager
    def serving(self) -> Iterator["RisingSite"]:
        """Answer on a port that is free."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                reply = site.answer(self.path)
                data = reply.body.encode()
                self.send_response(reply.status)
                self.send_header("Content-Type", f"{reply.kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_arguments: object) -> None:
                """Nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            self.host = f"127.0.0.1:{server.server_port}"
            Thread(target=server.serve_forever, daemon=True).start()
            yield self
            server.shutdown()

    def answer(self, path: str) -> Reply:
        """What a path gives, whatever is wrong."""
        broken = {
            "down": Reply(503, "<title>Down</title>"),
            "challenge": Reply(
                403, "<title>Just a moment...</title><div id='cf-challenge'>Checking your browser</div>"
            ),
            "moved": Reply(404, "<title>Not found</title>"),
        }
        if self.fault in broken and (path != "/robots.txt" or self.fault == "down"):
            return broken[self.fault]
        if path == "/robots.txt":
            return Reply(200, "User-agent: *\nDisallow: /\n" if self.fault == "robots" else "", "text/plain")
        return self._page(path, int((time.time() - self.began) / PUBLISHED_EVERY) + LISTED)

    def _page(self, path: str, newest: int) -> Reply:
        if path == "/feed.xml":
            return Reply(200, self._feed(newest), "application/rss+xml")
        if path == "/":
            return Reply(200, self._front(newest))
        number = path.removeprefix("/news/story-")
        known = number.isdecimal() and int(number) <= newest
        return Reply(200, self._story(int(number))) if known else Reply(404, "<title>Not found</title>")

    def _front(self, newest: int) -> str:
        links = "".join(
            f"<li><a href='/news/story-{n}'>{title(n)}</a></li>" for n in range(newest, newest - LISTED, -1)
        )
        feed = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
        return (
            f"<!doctype html><html lang='en'><head><title>Rising News</title>{feed}</head><body><ul>{links}</ul></body>"
        )

    def _feed(self, newest: int) -> str:
        items = "".join(
            f"<item><title>{title(n)}</title><link>{self.url}news/story-{n}</link>"
            f"<pubDate>{formatdate(self._published(n))}</pubDate></item>"
            for n in range(newest, newest - LISTED, -1)
        )
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Rising News</title>{items}</channel></rss>"

    def _story(self, number: int) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._published(number)))
        body = "" if self.fault == "no text" else "".join(f"<p>{each}</p>" for each in paragraphs(number))
        return (
            f"<!doctype html><html lang='en'><head><title>{title(number)}</title>"
            f"<meta property='article:published_time' content='{when}'></head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>{title(number)}</h1>{body}</article><footer>Rising News</footer></body></html>"
        )

    def _published(self, number: int) -> float:
        return self.began + (number - LISTED) * PUBLISHED_EVERY


def title(number: int) -> str:
    """The headline of a story."""
    dice = random.Random(number)
    return f"The {dice.choice(PEOPLE)} who {dice.choice(DEEDS)} the {dice.choice(THINGS)}, part {number}"


def paragraphs(number: int) -> list[str]:
    """Its text: invented, the same every time, and unlike that of any other story."""
    dice = random.Random(-number - 1)
    sentences = [
        f"The {dice.choice(PEOPLE)} said that the {dice.choice(THINGS)} had been {dice.choice(DEEDS)} "
        f"{dice.choice(WHENCE)}, which {dice.randrange(3, 900)} people of the town had seen."
        for _ in range(16)
    ]
    return [" ".join(sentences[at : at + 4]) for at in range(0, 16, 4)]
