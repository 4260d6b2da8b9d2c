"""Eight invented news sites on this machine, one for each way of being found, with days that pass and faults at will.

python benchmarks/newsweb.py FOLDER [--stories 12]

It writes FOLDER/sites.toml, serves the sites until standard input ends, and does what the lines there say:
"SITE fault NAME" (of FAULTS; without a name: none), "SITE publish", "SITE edit", "SITE delete".
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from newskinds import KINDS, Answer, Kind
from newsstories import invent

from crawler.demo.pages import Press, replies
from crawler.demo.publication import NAMES, Publication, publications
from crawler.demo.story import Story

HTML = "text/html; charset=utf-8"
MISSING = Answer(HTML, b"<!doctype html><title>Not found</title><h1>404</h1><p>No such page.", 404)
GONE = Answer(HTML, b"<!doctype html><title>Gone</title><p>This story was taken down.", 410)
PRIVATE = "/private/"
CHALLENGE = b"<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
SHELL = b"<!doctype html><title>News</title><div id=app></div><script src=/app.js></script>"
FAULTS: dict[str, Callable[["NewsSite", str, Answer], Answer]] = {
    "down": lambda _site, _path, _answer: Answer(HTML, b"out of order", 503),
    "challenge": lambda _site, path, answer: answer if path == "/robots.txt" else Answer(HTML, CHALLENGE, 403),
    "forbidden": lambda _site, path, answer: (
        Answer("text/plain", b"User-agent: *\nDisallow: /\n") if path == "/robots.txt" else answer
    ),
    "layout": lambda site, path, answer: Answer(HTML, SHELL) if path in site.story_paths else answer,
    "no lists": lambda site, path, answer: (
        answer if path in site.story_paths or path in ("/", "/robots.txt") else MISSING
    ),
}


class Hit(NamedTuple):
    """One request and how it was answered."""

    path: str
    status: int


@dataclass
class NewsSite:
    """One site. origin: "http://127.0.0.1:PORT"; hits: what it was asked for; fault: one of FAULTS, or ""."""

    kind: Kind
    publication: Publication
    origin: str
    now: datetime
    fault: str = ""
    modified: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    hits: list[Hit] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    stamps: dict[str, datetime] = field(default_factory=dict)
    beside: dict[str, tuple[Story, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in the store."""
        return self.kind.name

    @property
    def press(self) -> Press:
        """Makes its lists."""
        return Press(self.publication, self.origin)

    def article(self, story: Story) -> bytes:
        """The page of a story; beside it stand those that were there when it was published, whatever became of them."""
        beside = self.beside.setdefault(story.slug, self.publication.stories)
        stories = tuple(story if each.slug == story.slug else each for each in beside)
        return Press(replace(self.publication, stories=stories), self.origin).article(story)

    @property
    def stories(self) -> tuple[Story, ...]:
        """Those that are there, newest first."""
        return tuple(story for story in self.publication.stories if self.path(story) not in self.gone)

    @property
    def story_paths(self) -> set[str]:
        """Where its stories stand, those that are gone too."""
        return {self.path(story) for story in self.publication.stories}

    @property
    def expected(self) -> set[str]:
        """The canonical addresses that a crawl of the site must store, and no others."""
        return self.addresses(self.publication.stories)

    @property
    def edited(self) -> list[Story]:
        """Those that were changed after they were published."""
        return [story for story in self.publication.stories if story.slug in self.modified]

    def addresses(self, stories: Iterable[Story]) -> set[str]:
        """Where stories stand, with the origin."""
        return {self.origin + self.path(story) for story in stories}

    def path(self, story: Story) -> str:
        """Where a story stands."""
        return self.publication.path(story)

    def build(self) -> None:
        """Make every page anew, as its stories are now."""
        site = replace(self.publication, stories=self.stories)
        made = {path: Answer(*reply) for path, reply in replies(site, self.origin).items()}
        made |= {self.path(story): Answer(HTML, self.article(story)) for story in self.stories}
        robots = made["/robots.txt"].body + f"Disallow: {PRIVATE}\n".encode()
        secret = PRIVATE + "the-story-that-nobody-may-read-yet"
        made |= {"/robots.txt": Answer("text/plain", robots), secret: Answer(HTML, self.article(self.stories[0]))}
        link = f'<p><a href="{secret}">The story that nobody may read yet</a></p></body>'.encode()
        made["/"] = made["/"]._replace(body=made["/"].body.replace(b"</body>", link))
        self.kind.dress(self, made)
        made |= dict.fromkeys(self.gone, GONE)
        for path in [path for path, answer in made.items() if answer != self.answers.get(path)]:
            self.stamps[path] = max(datetime.now(UTC), self.stamps.get(path, self.now) + timedelta(seconds=1))
        self.answers = made

    def publish(self) -> Story:
        """A new story."""
        number = 100 + len(self.publication.stories)
        (new,) = invent(self.publication, range(number, number + 1), self.now)
        new = replace(new, published=datetime.now(UTC))
        self.publication = replace(self.publication, stories=(new, *self.publication.stories))
        self.build()
        return new

    def edit(self, story: Story, more: str = "Correction: an earlier version got this wrong.") -> None:
        """A sentence more at the end of a story, which says that it was changed."""
        changed = replace(story, paragraphs=(*story.paragraphs[:-1], f"{story.paragraphs[-1]} {more}"))
        stories = (changed if each.slug == story.slug else each for each in self.publication.stories)
        self.publication = replace(self.publication, stories=tuple(stories))
        self.modified[story.slug] = datetime.now(UTC)
        self.build()

    def delete(self, story: Story) -> None:
        """Take a story down."""
        self.gone.add(self.path(story))
        self.build()

    def answer(self, path: str) -> Answer:
        """What the site sends for a path with its query."""
        answer = self.answers.get(path) or self.kind.trap(self, path) or self.answers.get(path.partition("?")[0])
        answer = answer or MISSING
        return FAULTS[self.fault](self, path, answer) if self.fault else answer


@dataclass(frozen=True)
class NewsWeb:
    """The sites by name."""

    sites: dict[str, NewsSite]

    def __iter__(self) -> Iterator[NewsSite]:
        return iter(self.sites.values())

    def toml(self, *, interval: str = "1h") -> str:
        """A file of sites for all of them."""
        lines = [f'[defaults]\ndelay = 0\nconcurrency = 4\ninterval = "{interval}"\n']
        for site in self:
            host = site.origin.partition("//")[2]
            settings = {"url": f"{site.origin}/", "name": site.name, "allow_hosts": [host]} | site.kind.settings(site)
            lines += ["[[site]]", *(f"{key} = {json.dumps(value)}" for key, value in settings.items()), ""]
        return "\n".join(lines)

    def pass_a_day(self) -> None:
        """Everywhere a story is published, two are edited and one is taken down."""
        for site in self:
            first, second, third, *_ = site.stories[1:]
            site.edit(first)
            site.edit(second)
            site.delete(third)
            site.publish()


@contextmanager
def news_web(stories: int = 12) -> Iterator[NewsWeb]:
    """The sites, with so many stories each, while the block runs."""
    now = datetime.now(UTC).replace(microsecond=0)
    bases = dict(zip(NAMES, publications(), strict=True))
    with ExitStack() as stack:
        sites = {}
        for kind in KINDS:
            base = replace(bases[kind.base], name=kind.title, feed="", sitemap="", **kind.changes)
            own = [*invent(base, range(stories), now), *_wire(kind, base, now)]
            base = replace(base, stories=tuple(sorted(own, key=lambda story: story.published, reverse=True)))
            sites[kind.name] = stack.enter_context(_serving(kind, base, now))
        yield NewsWeb(sites)


def _wire(kind: Kind, site: Publication, now: datetime) -> list[Story]:
    """The agency's story as a site prints it."""
    if kind.wire is None:
        return []
    (story,) = invent(replace(site, name="the agency"), range(1), now)
    dateline = f"{kind.title.upper()} (Agency) - {story.paragraphs[0]}"
    published = now - timedelta(days=1, hours=-kind.wire)
    return [replace(story, published=published, section=site.sections[0], paragraphs=(dateline, *story.paragraphs[1:]))]


@contextmanager
def _serving(kind: Kind, publication: Publication, now: datetime) -> Iterator[NewsSite]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = NewsSite(kind, publication, f"http://127.0.0.1:{server.server_port}", now)
        server.site.build()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: NewsSite

    def handle_error(self, *_arguments: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        answer = site.answer(self.path)
        validators = self._validators(site, answer) if answer.status == 200 else {}
        if any(self.headers.get(asked) == validators.get(name) for asked, name in CONDITIONS if name in validators):
            answer = answer._replace(status=304, body=b"")
        site.hits.append(Hit(self.path, answer.status))
        self.send_response(answer.status)
        sent = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))}
        for name, value in (sent | dict(answer.headers) | validators).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def _validators(self, site: NewsSite, answer: Answer) -> dict[str, str]:
        """Some sites send an ETag, the others only a date."""
        if site.kind.etags:
            return {"ETag": f'"{blake2s(answer.body).hexdigest()[:16]}"'}
        stamp = site.stamps.get(self.path.partition("?")[0], site.now)
        return {"Last-Modified": stamp.strftime("%a, %d %b %Y %H:%M:%S GMT")}

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the screen."""


CONDITIONS = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stories", type=int, default=12)
    options = parser.parse_args()
    with news_web(options.stories) as web:
        settings = options.folder / "sites.toml"
        settings.write_text(web.toml())
        print(settings, flush=True)
        for line in sys.stdin:
            name, what, *more = line.split(maxsplit=2)
            site = web.sites[name]
            if what == "fault":
                site.fault = more[0].strip() if more else ""
            elif what == "publish":
                site.publish()
            else:
                {"edit": site.edit, "delete": site.delete}[what](site.stories[0])
            settings.write_text(web.toml())
    return 0


if __name__ == "__main__":
    sys.exit(main())
