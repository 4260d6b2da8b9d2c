"""Half an hour of `wirebrush watch` over invented sites that break and recover.

    python benchmarks/watch_faults.py [--minutes 30] [--shortest 30]

Six sites on this machine publish an article every few seconds. Each breaks in its own way and works again, some twice.
Alerts go to a command and to a webhook. Printed is, for each site, when it broke and what was told when; then the
memory of the watch over time, whether /healthz always answered, and how long SIGTERM took. After four fifths the
watch is ended and started again. The exit code is 1 where something was not told, or not once.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from rising_news import RisingSite

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
LOOK_SECONDS = 5.0
FAULTS = {  # by site: what breaks it, and when, in parts of the whole time
    "down": [("down", 0.20, 0.40)],
    "moved": [("moved", 0.25, 0.45), ("moved", 0.70, 0.86)],
    "layout": [("no text", 0.30, 0.50)],
    "challenge": [("challenge", 0.35, 0.55), ("challenge", 0.72, 0.86)],
    "robots": [("robots", 0.40, 0.60)],
    "sound": [],
}


@dataclass
class Inbox:
    """What a webhook got."""

    records: list[tuple[float, dict[str, Any]]] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[str]:
        """Its address while the block lasts."""
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                record = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                inbox.records.append((time.time(), record))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()


class Ending(NamedTuple):
    """How long the watch took to end, for how much of that its threads ran, and waited for a processor."""

    seconds: float
    ran: float
    waited: float


@dataclass
class Watched:
    """The watch under test, and what was seen of it."""

    arguments: list[str]
    folder: Path
    memory: list[tuple[float, float]] = field(default_factory=list)
    silent: int = 0
    looked: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in its folder; what it says goes to watch.log there."""
        with (self.folder / "watch.log").open("ab") as log:
            self.process = subprocess.Popen([*COMMAND, *self.arguments], cwd=self.folder, stdout=log, stderr=log)

    def look(self, port: int) -> None:
        """Note its memory, and whether it answers."""
        if self.process is None or self.process.poll() is not None:
            raise SystemExit(f"the watch ended by itself: see {self.folder / 'watch.log'}")
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        self.memory.append((time.time(), resident / 1000))
        self.looked += 1
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                self.silent += answer.status != 200
        except URLError:
            self.silent += 1

    def end(self) -> Ending:
        """Tell it to end, and look how it does."""
        if self.process is None:
            return Ending(0.0, 0.0, 0.0)
        began, used, waited = time.monotonic(), 0.0, 0.0
        before = scheduled(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        while self.process.poll() is None and time.monotonic() - began < 120:
            with suppress(OSError):  # it ended
                ran, stood = (now - then for now, then in zip(scheduled(self.process.pid), before, strict=True))
                used, waited = max(used, ran), max(waited, stood)  # what a thread had is gone when it ends
            time.sleep(0.02)
        self.process.kill()
        self.process.wait()
        return Ending(time.monotonic() - began, used, waited)


def scheduled(process: int) -> tuple[float, float]:
    """Seconds for which the threads of a process ran, and for which they waited for a processor."""
    found = [file.read_text().split() for file in Path(f"/proc/{process}/task").glob("*/schedstat")]
    return sum(int(each[0]) for each in found) / 1e9, sum(int(each[1]) for each in found) / 1e9


def run(sites: dict[str, RisingSite], watched: Watched, port: int, seconds: float) -> list[Ending]:
    """Watch, with faults going on and off; returns how the watch ended, each time."""
    began, ended = time.time(), list[Ending]()
    watched.start()
    time.sleep(15)
    while (passed := time.time() - began) < seconds:
        for name, site in sites.items():
            at = passed / seconds
            site.fault = next((fault for fault, on, off in FAULTS[name] if on <= at < off), "")
        if passed > 0.8 * seconds and not ended:
            ended.append(watched.end())
            watched.start()
            time.sleep(15)
        watched.look(port)
        time.sleep(LOOK_SECONDS)
    return [*ended, watched.end()]


def report(sites: dict[str, RisingSite], told: list[tuple[float, dict[str, Any]]], began: float, seconds: float) -> int:
    """Print what each site did and what was told of it; returns how many alerts are missing or too many."""
    wrong = 0
    print("| site | fault | broke, worked again (s) | told (s) | said |\n|---|---|---|---|---|")
    for name, site in sites.items():
        mine = [(at - began, record) for at, record in told if record["site"] == site.host]
        changes = [(on * seconds, off * seconds) for _, on, off in FAULTS[name]]
        expected = [state for _ in changes for state in (True, False)]
        wrong += [record["broken"] for _, record in mine] != expected
        windows = ", ".join(f"{on:.0f}-{off:.0f}" for on, off in changes)
        times = ", ".join(f"{'broken' if record['broken'] else 'works'} {at:.0f}" for at, record in mine)
        said = next((record["reason"] for _, record in mine if record["broken"]), "")
        fault = FAULTS[name][0][0] if FAULTS[name] else "none"
        print(f"| {name} | {fault} | {windows or '-'} | {times or '-'} | {said} |")
    return wrong


def main() -> int:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--shortest", type=int, default=30, help="seconds between two runs of a site, at least")
    parser.add_argument("--port", type=int, default=19_108)
    given = parser.parse_args()
    inbox, seconds = Inbox(), given.minutes * 60
    with tempfile.TemporaryDirectory() as name, inbox.open() as webhook, RisingSite.several(FAULTS) as sites:
        folder = Path(name)
        lines = (f'[[site]]\nurl = "{site.url}"\ndelay = 0\nallow_hosts = ["{site.host}"]\n' for site in sites.values())
        (folder / "sites.toml").write_text("".join(lines), "utf-8")
        teller = folder / "tell"
        teller.write_text("#!/bin/sh\ncat >> told.jsonl; echo >> told.jsonl\n", "utf-8")
        teller.chmod(0o700)
        arguments = f"watch sites.toml --shortest {given.shortest} --longest {2 * given.shortest}".split()
        arguments += f"--listen 127.0.0.1:{given.port} --alert-webhook {webhook} --alert-command {teller}".split()
        watched, began = Watched(arguments, folder), time.time()
        ended = run(sites, watched, given.port, seconds)
        wrong = report(sites, inbox.records, began, seconds)
        by_command = (folder / "told.jsonl").read_text("utf-8").splitlines() if (folder / "told.jsonl").exists() else []
        runs = (folder / "watch.log").read_text("utf-8").count("; next run in")
    print(f"\n{runs} runs in {given.minutes:g} minutes; alerts: {len(inbox.records)} by webhook, ", end="")
    print(f"{len([line for line in by_command if line.strip()])} by command; sites told wrongly: {wrong}")
    marks = [watched.memory[int(part * (len(watched.memory) - 1))] for part in (0.02, 0.2, 0.4, 0.6, 0.78, 1.0)]
    print("memory (MB): " + ", ".join(f"{size:.1f} at {at - began:.0f} s" for at, size in marks))
    print(f"/healthz: {watched.looked} times asked, {watched.silent} times without an answer")
    for each in ended:
        print(f"SIGTERM to end: {each.seconds:.1f} s; ran {each.ran:.1f} s, waited for a processor {each.waited:.1f} s")
    return int(bool(wrong or watched.silent or max(ended).seconds > 10))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
