"""A crawl killed (-9) at random moments again and again: each article once, none fetched after it was acknowledged.

python benchmarks/kills.py [--stories 2000] [--kills 20] [--seed 1] [--s3]

With --s3 the archive lies on an S3 server of this machine (moto's), and its files are short, so that many are moved.
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
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import fastwarc.warc as fastwarc
import object_store
import warcio
from loopback import Site, serve

from crawler.archive.file import archive_files
from crawler.archive.place import folder_of, place
from crawler.remote import is_address

MAIN = "import sys; from crawler.cli import main; sys.exit(main())"
SHORT = "from crawler.archive import mover; from crawler.pipelines import archive; "
SHORT += "mover.LOOK_SECONDS = 0.1; archive.SPOOL_ROLL_BYTES = 40_000; "


def crawl(site: Site, store: Path, archive: str) -> subprocess.Popen[bytes]:
    """The command under test."""
    arguments = ["crawl", f"http://{site.host}/", "--store", f"sqlite:///{store}", "--allow-host", site.host]
    command = [sys.executable, "-c", SHORT + MAIN if is_address(archive) else MAIN]
    return subprocess.Popen(
        [*command, *arguments, "--archive", archive], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
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


@dataclass
class Trial:
    """A site, and the crawl that is killed; again: stories that were fetched after they had been acknowledged."""

    site: Site
    store: Path
    archive: str
    again: int = 0

    def kill(self, after: int, seconds: float) -> str:
        """A crawl killed some time after so many requests; what it did, as a line."""
        before, asked = stored(self.store), len(self.site.requests)
        process = crawl(self.site, self.store, self.archive)
        while len(self.site.requests) < asked + after and process.poll() is None:
            time.sleep(0.01)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        refetched = len(before.intersection(self.site.requests[asked:]))
        self.again += refetched
        return f"{len(self.site.requests) - asked:>8,} {len(stored(self.store)):>7,} {refetched:>10}"

    def finish(self) -> int:
        """A crawl to its end; its exit code."""
        before, asked = stored(self.store), len(self.site.requests)
        process = crawl(self.site, self.store, self.archive)
        output, _ = process.communicate()
        self.again += len(before.intersection(self.site.requests[asked:]))
        print(output.decode())
        return process.returncode


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--s3", action="store_true")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, serve(options.stories) as site, ExitStack() as stack:
        store, local = Path(folder, "news.db"), Path(folder, "archive")
        bucket = stack.enter_context(object_store.bucket()) if options.s3 else None
        archive = f"s3://{object_store.NAME}/archive" if bucket else str(local)
        trial = Trial(site, store, archive)
        print(f"{'kill':>4} {'requests':>8} {'stored':>7} {'refetched':>10}", flush=True)
        for number in range(options.kills):
            after = dice.randint(1, 2 * options.stories // (options.kills + 1))  # requests: machines differ in pace
            said = trial.kill(after, dice.uniform(0.0, 0.3))  # what was asked for may be anywhere by then
            print(f"{number + 1:>4} {said}", flush=True)
        code, found = trial.finish(), len(stored(store))
        print(f"{found:,} of {options.stories:,} stories stored, {trial.again} fetched after their acknowledgement")
        if bucket:
            bucket.get(f"{object_store.NAME}/archive/", f"{local}/", recursive=True)
            here = archive_files(folder_of(place(archive, f"sqlite:///{store}")))
            print(f"{len(archive_files(local))} files in the object store, {len(here)} here")
        records = archived(local)
        for reader, counts in records.items():
            print(f"{reader}: {', '.join(f'{count:,} {kind}' for kind, count in sorted(counts.items()))}")
        whole = all(counts["response"] >= found and not counts["bad digest"] for counts in records.values())
        return 0 if found == options.stories and not trial.again and whole and code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
