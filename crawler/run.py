"""`crawl()`: articles from Python, in a script or a notebook. Scrapy runs in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

from cleaners.article import Article
from crawler.errors import SettingsError, UnavailableError
from crawler.store.articles import article_of

END_SECONDS = 30.0  # for a crawl that nobody listens to any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the other process is to crawl."""

    urls: tuple[str, ...]
    store: str
    limit: int | None
    delay: float | None
    allow_hosts: tuple[str, ...]
    settings: Mapping[str, Any]


def crawl(
    *urls: str,
    limit: int | None = None,
    store: str | None = None,
    delay: float | None = None,
    allow_hosts: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
) -> Iterator[Article]:
    """Crawl news sites from their addresses; articles come as they are stored.

    limit: most articles. store: a database URL; then only what is new or changed comes, and what a crawl was stopped in
    goes on. Without one nothing is kept. delay: seconds between two requests to one origin. allow_hosts: "HOST:PORT" of
    private addresses that may be fetched. settings: Scrapy settings that override all others.

    Needs no event loop and disturbs none; leaving the loop over it ends the crawl.

    Raises SettingsError for wrong arguments; UnavailableError where the store cannot be used or no site be reached.
    """
    with TemporaryDirectory(prefix="wirebrush-") as folder:
        order = Order(
            urls=urls,
            store=store or f"sqlite:///{Path(folder, 'news.db')}",
            limit=limit,
            delay=delay,
            allow_hosts=tuple(allow_hosts),
            settings=settings or {},
        )
        with _crawling(order) as lines:
            yield from _articles(lines)


@contextmanager
def _crawling(order: Order) -> Iterator[IO[bytes]]:
    """What the other process writes; it ends with the block."""
    command = [sys.executable, "-m", "crawler.stream"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    orders, lines = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        orders.write(json.dumps(asdict(order)).encode() + b"\n")
        orders.flush()
        yield lines
    finally:
        lines.close()
        orders.close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _articles(lines: Iterable[bytes]) -> Iterator[Article]:
    for line in lines:
        ((kind, value),) = json.loads(line).items()
        if kind == "article":
            yield article_of(value)
            continue
        if value["code"] == SettingsError.exit_code:
            raise SettingsError(value["message"])
        if value["code"] == UnavailableError.exit_code:
            raise UnavailableError(value["message"])
        return
    raise UnavailableError("the process that crawled died; with a store, the same call goes on where it was")
