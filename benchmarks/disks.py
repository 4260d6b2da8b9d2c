"""Bulk clean killed (-9) at random moments, and outputs on disks that do not take them. Prints a table of each.

    python benchmarks/disks.py [--pages 300] [--kills 20] [--seed 1]

The small disk is a file system in memory, for which the script must run as root; without that its part is left out.
"""

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from loopback import WORDS

SENTENCE = (
    "The {} of the old {} was opened again on Tuesday after eleven weeks of work, and the {} that had been closed for "
    "most of the year will be looked at next, said a {} who had come to see how the {} and the {} had been mended."
)
COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())", "clean"]


def write_pages(folder: Path, count: int) -> None:
    """Invented pages, some of them long."""
    folder.mkdir()
    for number in range(count):
        dice = random.Random(number)
        length = 200 if number % 9 == 0 else 8
        text = "".join(f"<p>{SENTENCE.format(*dice.sample(WORDS, 6))}</p>" for _ in range(length))
        page = f"<title>Story {number}</title><article><h1>Story {number}</h1>{text}</article>"
        (folder / f"{number:04}.html").write_text(f"<!doctype html>{page}")


def whole(out: Path, wanted: dict[str, bytes]) -> str:
    """What is wrong with a folder of outputs: "" where each file with a name of its own is whole."""
    for path in out.glob("[!.]*") if out.exists() else ():
        if path.read_bytes() != wanted.get(path.name):
            return f"{path.name} is not whole"
    return ""


def killed(pages: Path, folder: Path, wanted: dict[str, bytes], kills: int, dice: random.Random) -> bool:
    """Start it again and again, and kill it; then let it end."""
    out, lines = folder / "out", folder / "out.jsonl"
    print(f"{'kill':>4} {'after s':>8} {'files':>6}  faults")
    good = True
    for number in range(kills):
        target = lines if number % 4 == 3 else out
        process = subprocess.Popen(
            [*COMMAND, pages, "-o", target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait = dice.uniform(0.3, 6.0)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        fault = whole(out, wanted) or ("half a file" if lines.exists() and process.returncode else "")
        lines.unlink(missing_ok=True)
        good = good and not fault
        print(
            f"{number + 1:>4} {wait:>8.2f} {len(list(out.glob('[!.]*'))) if out.exists() else 0:>6}  {fault}",
            flush=True,
        )
    done = subprocess.run([*COMMAND, pages, "-o", out], capture_output=True, text=True, check=False)
    found = {path.name: path.read_bytes() for path in out.iterdir()}
    print(done.stderr.strip().splitlines()[-1])
    print(f"{len(found)} of {len(wanted)} outputs, {'all' if found == wanted else 'NOT'} as they should be")
    return good and found == wanted and done.returncode == 0


@contextmanager
def small_disk(at: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of this size, gone with the block. Raises subprocess.CalledProcessError where that is forbidden."""
    at.mkdir()
    subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", at], check=True, capture_output=True
    )
    try:
        yield at
    finally:
        subprocess.run(["/bin/umount", at], check=True)


def tried(name: str, out: str, pages: Path, before: Callable[[], None] | None = None) -> bool:
    """One command that cannot write: exit code 3, one line, nothing half. Prints a line."""
    done = subprocess.run([*COMMAND, pages, "-o", out], capture_output=True, text=True, check=False, preexec_fn=before)
    said = done.stderr.strip().splitlines()
    left = [path.name for path in Path(out).parent.glob(".*.part")]
    good = done.returncode == 3 and "Traceback" not in done.stderr and not left and said[-1].startswith("wirebrush: ")
    print(
        f"{name:34} {'well' if good else 'BAD ':4}  exit code {done.returncode}: {said[-1][-90:] if said else ''}",
        flush=True,
    )
    return good


def limit(kind: int, most: int) -> Callable[[], None]:
    """For the child: a limit of the system."""
    return lambda: resource.setrlimit(kind, (most, most))


def full(pages: Path, folder: Path, wanted: dict[str, bytes]) -> bool:
    """Everything that can be full, and going on once there is room."""
    results = [
        tried("a full device", "/dev/full", pages),
        tried("files limited to 20 kB", f"{folder}/limited.jsonl", pages, limit(resource.RLIMIT_FSIZE, 20_000)),
        tried("8 open files", f"{folder}/few.jsonl", pages, limit(resource.RLIMIT_NOFILE, 8)),
        tried("12 open files", f"{folder}/few.jsonl", pages, limit(resource.RLIMIT_NOFILE, 12)),
    ]
    if os.geteuid():
        print("a small disk: left out, it needs root")
        return all(results)
    with small_disk(folder / "disk", 256) as disk:
        results.append(tried("a full disk, one file", f"{disk}/out.jsonl", pages))
        results.append(tried("a full disk, a folder", f"{disk}/out/", pages))
        results.append(not (fault := whole(disk / "out", wanted)))
        subprocess.run(["/bin/mount", "-o", "remount,size=64m", disk], check=True)
        done = subprocess.run([*COMMAND, pages, "-o", f"{disk}/out/"], capture_output=True, text=True, check=False)
        found = {path.name: path.read_bytes() for path in (disk / "out").iterdir()}
        results.append(found == wanted and done.returncode == 0)
        said = done.stderr.strip().splitlines()[-1]
        print(f"with room again: {len(found)} of {len(wanted)} outputs, {fault or 'none of them half before'}; {said}")
    return all(results)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        write_pages(pages, options.pages)
        subprocess.run([*COMMAND, pages, "-o", folder / "reference"], capture_output=True, check=True)
        wanted = {path.name: path.read_bytes() for path in (folder / "reference").iterdir()}
        good = full(pages, folder, wanted)
        good = killed(pages, folder, wanted, options.kills, random.Random(options.seed)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
