"""A news site on this machine whose pages a test can change, and the command as a user starts it."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url
from throwaway import programs, server

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
SECONDS = 240  # a bound, not a pace: machines are busy
BODY = (
    "The {name} was in the news again on Tuesday, when the council met in the old harbour hall.",
    "Engineers had replaced forty-two joints of the {name} and nobody was happier than its keeper.",
    "Shopkeepers near the {name} said that the closure had cost them a third of their takings this winter.",
    "What becomes of the {name} depends on a vote in the autumn, and on the money that comes with it.",
)


@pytest.fixture
def saved_story():
    """A saved page of www.example.org, by its number; all of them also hold a line of chrome that is given."""

    def page(number, chrome):
        body = "".join(
            f"<p>Story {number} has paragraph {part} about the river, a bridge and its {number * 7 + part} arches.</p>"
            for part in range(5)
        )
        return (
            f"<!-- saved from url=(0030)https://www.example.org/news/{number} --><html><head><title>Story {number}"
            f"</title></head><body><article><h1>Story {number}</h1>{body}<p>{chrome}</p></article></body></html>"
        )

    return page


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.requests.append(self.path)
        status, body = site.answers.get(self.path, (404, ""))
        body = body() if callable(body) else body
        tag = f'"{hash(body)}"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, ""
        data = body.encode()
        self.send_response(status)
        kind = "xml" if data.startswith(b"<?xml") else "plain" if self.path.endswith(".txt") else "html"
        self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", tag)
        if status in (301, 302):
            self.send_header("Location", body)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass


@dataclass
class NewsSite:
    """What it answers, by path: status and body; and what it was asked for."""

    host: str
    answers: dict[str, tuple[int, str | Callable[[], str]]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    @staticmethod
    def story(name: str, *more: str) -> str:
        """An article page about something."""
        text = "".join(f"<p>{paragraph.format(name=name)}</p>" for paragraph in (*BODY, *more))
        return (
            f"<!doctype html><html lang=en><head><title>All about the {name}</title>"
            '<meta property="article:published_time" content="2026-01-05T06:00:00Z"></head><body>'
            f'<nav><a href="/">Home</a></nav><article><h1>All about the {name}</h1>{text}</article></body></html>'
        )

    @staticmethod
    def listing(*paths: str) -> str:
        """A page of links."""
        links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths)
        return f"<!doctype html><title>Daily Test</title><h1>News</h1><ul>{links}</ul>"

    def put(self, path: str, body: str | Callable[[], str], status: int = 200) -> str:
        self.answers[path] = (status, body)
        return path

    def publish(self, *names: str) -> list[str]:
        """Stories, and a front page that links to them."""
        paths = [self.put(f"/news/2026/01/05/about-the-{name}", self.story(name)) for name in names]
        self.put("/", self.listing(*paths))
        return paths

    def stories(self, count: int) -> list[str]:
        return self.publish(*(f"bridge-number-{number}" for number in range(count)))


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = NewsSite(f"127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.site
        server.shutdown()
        thread.join()


@dataclass
class Command:
    """`wirebrush` in a folder of its own."""

    folder: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """Run it to its end; its standard output."""
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        self.errors = done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it."""
        pipe = subprocess.PIPE
        process = subprocess.Popen([*COMMAND, *arguments], cwd=self.folder, stdout=pipe, stderr=pipe, text=True)
        self.started.append(process)
        return process

    def crawl(self, site: NewsSite, *more: str, code: int = 0) -> str:
        return self(*self.crawling(site, *more), code=code)

    def crawling(self, site: NewsSite, *more: str) -> list[str]:
        return ["crawl", site.url, "--allow-host", site.host, "--jobs", "1", "-s", "WIREBRUSH_RETRY_DELAY=0.1", *more]


@pytest.fixture
def wirebrush(tmp_path: Path) -> Iterator[Command]:
    yield from _commanding(tmp_path)


@pytest.fixture(scope="module")
def one_wirebrush(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """For tests that look at the same crawls."""
    yield from _commanding(tmp_path_factory.mktemp("crawls"))


def _commanding(folder: Path) -> Iterator[Command]:
    command = Command(folder)
    yield command
    for process in command.started:
        with process:
            process.kill()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server's first database."""
    if programs() is None:
        pytest.skip("no PostgreSQL is installed here")
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def new_database(postgresql: str) -> Callable[[], str]:
    """Makes an empty database; its URL."""
    numbers = count()

    def make() -> str:
        name = f"test{next(numbers)}"
        engine = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
        engine.dispose()
        return make_url(postgresql).set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A bucket of an S3 server of this machine, which takes any key; its file system. A module's tests share it."""
    pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
    pytest.importorskip("moto.server", reason="moto, an S3 server for tests, is not installed")
    with importlib.import_module("object_store").bucket() as files:
        yield files
