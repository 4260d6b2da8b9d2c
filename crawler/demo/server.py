"""The demo sites on ports of 127.0.0.1 that the system picks."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2s
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from crawler.demo.pages import Reply, replies
from crawler.demo.publication import Publication, publications
from crawler.demo.story import Story

HOST = "127.0.0.1"
NOT_FOUND = Reply("text/html; charset=utf-8", b"<!doctype html><title>Not found</title><h1>404</h1><p>No such page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """A site that answers.

    url: its front page. host: "127.0.0.1:PORT", as `--allow-host` takes it. answers: what it
    sends, by path. requests: the paths asked for so far.
    """

    publication: Publication
    host: str
    answers: Mapping[str, Reply] = field(repr=False)
    requests: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the newspaper calls itself."""
        return self.publication.name

    @property
    def url(self) -> str:
        """The address of the front page."""
        return f"http://{self.host}/"

    @property
    def stories(self) -> tuple[Story, ...]:
        """Its articles, newest first."""
        return self.publication.stories

    def story_url(self, story: Story) -> str:
        """The address of a story's page."""
        return f"http://{self.host}{self.publication.path(story)}"

    def text(self, story: Story) -> str:
        """What a cleaner should find in the story's page: the standfirst too, where the site prints one."""
        return f"{story.summary}\n\n{story.text}" if self.publication.standfirst else story.text

    def html(self, story: Story) -> bytes:
        """The story's page, as the site sends it."""
        return self.answers[self.publication.path(story)].body


@contextmanager
def demo_sites() -> Iterator[tuple[DemoSite, ...]]:
    """Serve the three sites while the block runs; nothing of them is left afterwards.

    Raises OSError where no port can be had.
    """
    with ExitStack() as stack:
        yield tuple(stack.enter_context(_serve(publication)) for publication in publications())


@contextmanager
def _serve(publication: Publication) -> Iterator[DemoSite]:
    with _Server((HOST, 0), _Handler) as server:
        host = f"{HOST}:{server.server_port}"
        server.answers = replies(publication, f"http://{host}")
        site = DemoSite(publication=publication, host=host, answers=server.answers, requests=server.requests)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.answers: Mapping[str, Reply] = {}
        self.requests: list[str] = []
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; a page that has not changed is 304."""

    server: _Server

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.requests.append(path)
        reply = self.server.answers.get(path)
        etag = f'"{blake2s(reply.body).hexdigest()[:16]}"' if reply else ""
        if reply and self.headers.get("If-None-Match") == etag:
            self._send(HTTPStatus.NOT_MODIFIED, Reply(reply.content_type, b""), etag)
        else:
            self._send(HTTPStatus.OK if reply else HTTPStatus.NOT_FOUND, reply or NOT_FOUND, etag)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, status: HTTPStatus, reply: Reply, etag: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent: the crawl reports what was fetched."""
