"""Two crawls share one PostgreSQL and eight hosts, and one is killed (-9) in the middle.

python benchmarks/workers.py [--stories 25] [--delay 0.5] [--at-once 2]

Every article must be stored once, no host asked before its delay is over nor by two crawls at once (by the servers' own
logs), and the crawl that lives must end the work.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from itertools import groupby, pairwise
from pathlib import Path
from threading import Lock, Thread

from loopback import Handler, Site
from sqlalchemy import select
from throwaway import server

from crawler.store import open_store, runs
from crawler.store.schema import articles

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
HOSTS = 8
TOLERANCE = 0.05  # seconds: from the client's clock to the server's


@dataclass
class Asked:
    """One request, as a host saw it: when, what, and which crawl sent it."""

    at: float
    path: str
    who: str


class Host(Site):
    """A news site on an address of its own, with a log."""

    def __init__(self, number: int, stories: int) -> None:
        ThreadingHTTPServer.__init__(self, (f"127.0.0.{number + 2}", 0), Logging)
        self.stories = stories
        self.requests = []
        self.log: list[Asked] = []
        self.lock = Lock()

    @property
    def host(self) -> str:
        """HOST:PORT."""
        return f"{self.server_address[0]}:{self.server_port}"


class Logging(Handler):
    """Remembers who asked, and when."""

    server: Host

    def do_GET(self) -> None:
        """One page."""
        with self.server.lock:
            who = "first" if "first@" in self.headers.get("User-Agent", "") else "second"
            self.server.log.append(Asked(time.monotonic(), self.path, who))
        super().do_GET()


@dataclass
class Trial:
    """The hosts, the two crawls, and what came of it."""

    hosts: list[Host]
    arguments: list[str]
    folder: str
    lines: list[str] = field(default_factory=list)

    def crawl(self, name: str) -> subprocess.Popen[bytes]:
        """Start one: a session of its own, so that it can be killed with everything that it started."""
        command = [*COMMAND, *self.arguments, "--contact", f"{name}@workers.example"]
        with Path(self.folder, name).open("wb") as output:
            return subprocess.Popen(
                command, cwd=self.folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def served(self, who: str) -> int:
        """Stories that a crawl asked for so far."""
        return sum(asked.who == who and asked.path.startswith("/news/") for host in self.hosts for asked in host.log)


@contextmanager
def serving(stories: int) -> Iterator[list[Host]]:
    """The hosts, while the block runs."""
    with ExitStack() as stack:
        hosts = [stack.enter_context(Host(number, stories)) for number in range(HOSTS)]
        for host in hosts:
            Thread(target=host.serve_forever, daemon=True).start()
            stack.callback(host.shutdown)
        yield hosts


def settings(hosts: list[Host], delay: float) -> str:
    """The file of sites."""
    return "".join(
        f'[[site]]\nurl = "http://{host.host}/"\ndelay = {delay}\nallow_hosts = ["{host.host}"]\n' for host in hosts
    )


def sums(host: Host) -> tuple[int, int, int, float]:
    """By the log of a host: requests, stories, stories that were asked for again, and the least gap in seconds."""
    stories = Counter(asked.path for asked in host.log if asked.path.startswith("/news/"))
    gaps = (after.at - before.at for before, after in pairwise(host.log))
    return len(host.log), len(stories), sum(stories.values()) - len(stories), min(gaps)


def table(trial: Trial, killed_at: float, delay: float) -> bool:
    """Print what each host saw; whether it is as it must be."""
    good = True
    print(f"{'host':<18} {'requests':>8} {'stories':>8} {'again':>6} {'least gap s':>12} {'crawls in turn'}")
    for host in trial.hosts:
        requests, stories, again, gap = sums(host)
        turns = [f"{who} {len(list(group))}" for who, group in groupby(host.log, key=lambda asked: asked.who)]
        late = any(asked.who == "first" and asked.at > killed_at + 1 for asked in host.log)
        good = good and gap >= delay - TOLERANCE and len(turns) <= 2 and not late
        print(f"{host.host:<18} {requests:>8} {stories:>8} {again:>6} {gap:>12.3f} {', '.join(turns)}")
    return good


def run(options: argparse.Namespace, url: str, folder: str, hosts: list[Host]) -> int:
    """The trial."""
    file = Path(folder, "sites.toml")
    file.write_text(settings(hosts, options.delay))
    trial = Trial(hosts, ["crawl", "--sites", str(file), "--store", url, "--at-once", str(options.at_once)], folder)
    first, second = trial.crawl("first"), trial.crawl("second")
    while trial.served("first") < options.stories:  # in the middle of the hosts that it has
        if first.poll() is not None or second.poll() is not None:
            raise SystemExit("a crawl ended too early:\n" + Path(folder, "first").read_text())
        time.sleep(0.1)
    os.killpg(first.pid, signal.SIGKILL)
    killed_at = time.monotonic()
    first.wait()
    asked = ", ".join(f"{trial.served(who)} by the {who}" for who in ("first", "second"))
    print(f"first crawl killed after {asked}; {len(stored(url))} were stored")
    code = second.wait()
    print(Path(folder, "second").read_text())
    good = table(trial, killed_at, options.delay)
    whole = all_stored(url, HOSTS * options.stories)
    print(f"the second crawl ended with exit code {code}")
    return 0 if good and whole and code == 0 else 1


def all_stored(url: str, wanted: int) -> bool:
    """Print how many articles are in the store; whether they are all, each once, and so counted."""
    found = stored(url)
    with closing(open_store(url, readonly=True)) as store, store.reading() as connection:
        counted = sum(counts["stored"] for counts in runs.of_run(connection, 1).values())
    print(f"{len(found):,} articles in the store, {len(set(found)):,} different, of {wanted:,}; {counted:,} counted")
    return len(found) == len(set(found)) == wanted == counted


def stored(url: str) -> list[str]:
    """The URLs of the articles."""
    with closing(open_store(url, readonly=True)) as store, store.reading() as connection:
        return list(connection.execute(select(articles.c.url)).scalars())


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=25)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--at-once", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as url, serving(options.stories) as hosts:
        return run(options, url, folder, hosts)


if __name__ == "__main__":
    sys.exit(main())
