"""Run `wirebrush crawl` against a server of faults, each case in its own process with its own store.

    python benchmarks/hostile_server.py BENCH [--kind server] [--only NAME,NAME] [--jobs 2]

BENCH is the folder that holds the package `hostile`, which serves the faults and prints the cases as JSON (format:
`docs/security.md`). Prints every case that is not as expected, a table by kind, and the ten worst by memory and by CPU;
exits 1 if any case fails.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from hostile_files import Result, table
from measured import measure

COMMAND = (sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())", "crawl")
PACE = ("DOWNLOAD_TIMEOUT=5", "RETRY_TIMES=2", "WIREBRUSH_RETRY_DELAY=1", "WIREBRUSH_PATIENCE=10")
OWN_PAGE = (
    "/redir/",
    "/fault/",
    "/bomb/",
    "/type/",
    "/enc/",
    "/sm/loop_a",
)  # the case is this page, and no story that it leads to


@dataclass(frozen=True, slots=True)
class Server:
    """One server of faults: where its sites are."""

    sites: dict[str, str]

    def ask(self, what: str) -> str:
        """A control request to it."""
        with urlopen(f"{self.sites['news']}/__{what}", timeout=30) as answer:
            return str(answer.read(), "utf-8")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one crawl left behind. row: state and reason of the case's address in the frontier."""

    code: int
    said: str
    log: str
    records: list[tuple[str, str]]
    row: tuple[str, str]
    seconds: float
    cpu: float
    rss_mb: float


@contextmanager
def serving(bench: Path) -> Iterator[Server]:
    """A server of its own, ended with the block."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready.json")
        command = [sys.executable, "-B", "-m", "hostile", "serve", "--ready", str(ready), "--hold", "60"]
        process = subprocess.Popen(command, cwd=bench, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not ready.exists():
                time.sleep(0.05)
            yield Server(json.loads(ready.read_text())["sites"])
        finally:
            process.terminate()
            process.wait()


def cases(bench: Path) -> list[dict[str, Any]]:
    """All cases of the server."""
    command = [sys.executable, "-B", "-m", "hostile", "server-cases"]
    said = json.loads(subprocess.run(command, cwd=bench, capture_output=True, check=True).stdout)
    return said if isinstance(said, list) else said["cases"]


def run_case(server: Server, case: dict[str, Any], stretch: float) -> Result:
    """One case, alone in its process; its time limit is stretched for a busy machine."""
    server.ask("reset")
    url = server.sites[case["site"]] + case["path"]
    with tempfile.TemporaryDirectory() as folder:
        outcome = _crawl(server, url, Path(folder), case["max_seconds"] * stretch)
    hits = json.loads(server.ask("log"))
    faults = tuple(_faults(case, outcome, hits))
    said = f"{outcome.row} {outcome.said}".strip().replace("\n", " | ")
    return Result(case["kind"], case["name"], faults, outcome.cpu, outcome.rss_mb, said[-600:])


def _crawl(server: Server, url: str, folder: Path, seconds: float) -> Outcome:
    hosts = {urlsplit(server.sites[name]).netloc for name in ("news", "evil")} | {urlsplit(url).netloc}
    options = [f"--allow-host={host}" for host in hosts] + [f"--set={pace}" for pace in PACE]
    said, log, store = folder / "said", folder / "log", folder / "news.db"
    command = [*COMMAND, url, f"--store=sqlite:///{store}", f"--log={log}", "--jobs=1", "--delay=0", *options]
    usage = measure(command, said, seconds)
    output, logged = (path.read_text("utf-8", "replace") if path.exists() else "" for path in (said, log))
    return Outcome(usage.code, output, logged, *_stored(store, url), usage.seconds, usage.cpu, usage.rss_mb)


def _stored(store: Path, url: str) -> tuple[list[tuple[str, str]], tuple[str, str]]:
    if not store.exists():
        return [], ("no store", "")
    with closing(sqlite3.connect(store)) as connection:
        records = connection.execute(
            "SELECT url, title || ' ' || text || ' ' || canonical_url FROM articles"
        ).fetchall()
        row = connection.execute("SELECT state, reason FROM frontier WHERE kind = 'start' ORDER BY id").fetchone()
    return records, row or ("not in the frontier", url)


def _faults(case: dict[str, Any], outcome: Outcome, hits: list[dict[str, Any]]) -> Iterator[str]:
    """Why the outcome is not as the case expects it."""
    yield from _state(case, outcome)
    yield from _hits(case, hits)
    alone = case["path"].startswith(OWN_PAGE)
    own = [text for url, text in outcome.records if not alone or "/news/2026/" not in url]
    words = {"clean text": bool(own), "clear error": "failed: " in outcome.said, "skipped": "skipped: " in outcome.said}
    kind = next((word for word, seen in words.items() if seen), "")
    if kind not in case["expect"]:
        yield f"{kind or 'a silent drop'} instead of {' or '.join(case['expect'])}"
    text = "\n".join(own)
    if own:
        yield from (f"lost: {need[:50]}" for need in case["must_contain"] if need not in text)
    everything = "\n".join([outcome.said, outcome.log, *(text for _, text in outcome.records)])
    yield from (f"leaked: {ban[:50]}" for ban in case["must_not"] if ban in everything)


def _state(case: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    if outcome.code not in {0, 1, 3}:
        yield f"exit code {outcome.code} after {outcome.seconds:.0f} s"
    if "Traceback" in outcome.said:
        yield "a traceback"
    if "Traceback" in outcome.log:
        yield "a traceback in the log"
    if outcome.rss_mb > case["max_rss_mb"]:
        yield f"{outcome.rss_mb:.0f} MB, the limit is {case['max_rss_mb']}"


def _hits(case: dict[str, Any], hits: list[dict[str, Any]]) -> Iterator[str]:
    path = case["path"].partition("?")[0]
    if any(hit["site"] == "internal" for hit in hits):
        yield "asked the internal host"
    own = [hit for hit in hits if hit["site"] == case["site"]]
    count = sum(hit["target"].startswith(path) for hit in own)
    if case["hits_max"] is not None and count > case["hits_max"]:
        yield f"{count} requests, the limit is {case['hits_max']}"
    pages = sum(not hit["target"].startswith("/robots.txt") for hit in own)
    if case.get("page_hits_max") is not None and pages > case["page_hits_max"]:
        yield f"{pages} page requests, the limit is {case['page_hits_max']}"


def run_all(bench: Path, chosen: list[dict[str, Any]], jobs: int, stretch: float) -> list[Result]:
    """The cases, on as many servers as there are jobs; what is not as expected is printed at once."""
    servers: SimpleQueue[Server] = SimpleQueue()

    def one(case: dict[str, Any]) -> Result:
        server = servers.get()
        try:
            result = run_case(server, case, stretch)
        finally:
            servers.put(server)
        if result.faults:
            print(f"{result.kind}/{result.name}: {'; '.join(result.faults)}  [{result.said}]", flush=True)
        return result

    with ThreadPoolExecutor(jobs) as pool:
        contexts = [serving(bench) for _ in range(jobs)]
        for context in contexts:
            servers.put(context.__enter__())
        try:
            return list(pool.map(one, chosen))
        finally:
            for context in contexts:
                context.__exit__(None, None, None)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("bench", type=Path)
    parser.add_argument("--kind")
    parser.add_argument("--only", type=lambda text: set(text.split(",")))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stretch", type=float, default=1.5, help="time limits times this, on a busy machine")
    args = parser.parse_args()
    chosen = [
        case
        for case in cases(args.bench)
        if args.kind in {None, case["kind"]} and (not args.only or case["name"] in args.only)
    ]
    if not chosen:
        parser.error("no case of this kind or name")
    results = run_all(args.bench, chosen, args.jobs, args.stretch)
    print(table(results))
    return 1 if any(result.faults for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
