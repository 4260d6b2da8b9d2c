"""A crawl killed (-9) at random moments again and again: each article once, none fetched after it was acknowledged.

python benchmarks/kills.py [--stories 2000] [--kills 20] [--seed 1]
"""

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import fastwarc.warc as fastwarc
import warcio
from loopback import Site, serve

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]


def crawl(site: Site, store: Path, archive: Path) -> subprocess.Popen[bytes]:
    """The command under test."""
    arguments = ["crawl", f"http://{site.host}/", "--store", f"sqlite:///{store}", "--allow-host", site.host]
    return subprocess.Popen(
        [*COMMAND, *arguments, "--archive", str(archive)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def stored(store: Path) -> set[str]:
    """Paths of the articles that are in the store."""
    if not store.exists():
        return set()
    with closing(sqlite3.connect(store)) as db:
        return {urlsplit(url).path for (url,) in db.execute("SELECT url FROM articles")}


def archived(folder: Path) -> dict[str, Counter[str]]:
    """Records of each type as two readers count them, from end to end; digests that are wrong under "bad digest"."""
    counts = {"fastwarc": Counter[str](), "warcio": Counter[str]()}
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in fastwarc.ArchiveIterator(stream, parse_http=False):
                counts["fastwarc"][str(record.record_type)] += 1
                counts["fastwarc"]["bad digest"] += not record.verify_block_digest()
        with path.open("rb") as stream:
            for record in warcio.ArchiveIterator(stream, check_digests=True):
                record.content_stream().read()
                counts["warcio"][record.rec_type] += 1
                counts["warcio"]["bad digest"] += record.digest_checker.passed is False
    return counts


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, serve(options.stories) as site:
        store, archive = Path(folder, "news.db"), Path(folder, "archive")
        again = 0
        print(f"{'kill':>4} {'requests':>8} {'stored':>7} {'refetched':>10}", flush=True)
        for number in range(options.kills):
            before, asked = stored(store), len(site.requests)
            process = crawl(site, store, archive)
            goal = dice.randint(1, 2 * options.stories // (options.kills + 1))  # requests: machines differ in pace
            while len(site.requests) < asked + goal and process.poll() is None:
                time.sleep(0.01)
            time.sleep(dice.uniform(0.0, 0.3))  # what was asked for may be anywhere by then
            process.send_signal(signal.SIGKILL)
            process.wait()
            refetched = len(before.intersection(site.requests[asked:]))
            again += refetched
            asked = len(site.requests) - asked
            print(f"{number + 1:>4} {asked:>8,} {len(stored(store)):>7,} {refetched:>10}", flush=True)
        before, asked = stored(store), len(site.requests)
        process = crawl(site, store, archive)
        output, _ = process.communicate()
        again += len(before.intersection(site.requests[asked:]))
        print(output.decode())
        found = len(stored(store))
        print(f"{found:,} of {options.stories:,} stories stored, {again} fetched after their acknowledgement")
        records = archived(archive)
        for reader, counts in records.items():
            print(f"{reader}: {', '.join(f'{count:,} {kind}' for kind, count in sorted(counts.items()))}")
        whole = all(counts["response"] >= found and not counts["bad digest"] for counts in records.values())
        return 0 if found == options.stories and not again and whole and process.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
