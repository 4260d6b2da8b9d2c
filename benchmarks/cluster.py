"""`clean --engine ray` against `clean --jobs` over WARC files of the shape of CC-NEWS: the same records, at what cost.

    python benchmarks/cluster.py [--pages 2000] [--files 8] [--workers 2]

Each file holds gzip members, one response record each, as a news crawl writes them: the pages of all sites mixed. Ray
runs twice, the second time with a worker killed (-9) once the first shard is there. Wall times count nothing on a busy
machine; CPU seconds are those of the command and of everything it started that ended before it.
"""

import argparse
import hashlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bulk import sources
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Ran:
    """What a command took and made: seconds of wall and CPU, records, the hash of them sorted, its closing line."""

    name: str
    wall: float
    cpu: float
    records: int
    digest: str
    closing: str


def write(folder: Path, pages: int, files: int) -> None:
    """The WARC files, pages dealt out to them in turn."""
    with ExitStack() as stack:
        paths = (folder / f"CC-NEWS-20260105060000-{at:05}.warc.gz" for at in range(files))
        writers = [WARCWriter(stack.enter_context(path.open("wb")), gzip=True) for path in paths]
        for writer, source in zip(cycle(writers), sources(pages), strict=False):
            kind = f"text/html; charset={source.charset}" if source.charset else "text/html"
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            url = f"{source.url or 'https://unknown.example/'}?turn={source.name}"
            body = io.BytesIO(source.data)
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=head))


def run(name: str, output: Path, arguments: Sequence[str], during: "Callable[[Path], None] | None" = None) -> Ran:
    """Run `clean` into a file or a folder of shards. during: what is done beside it."""
    began = time.perf_counter()
    command = [*COMMAND, "clean", *arguments, "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        if during:
            during(output)
        said = process.stderr.read().decode() if process.stderr else ""
        _, _, usage = os.wait4(process.pid, 0)
    shards = sorted(output.glob("part-*.jsonl")) if output.is_dir() else [output]
    lines = sorted(line for shard in shards for line in shard.read_bytes().splitlines())
    digest = hashlib.sha256(b"\n".join(lines)).hexdigest()[:16]
    closing = (said.strip().splitlines() or ["nothing was said"])[-1]
    cpu = usage.ru_utime + usage.ru_stime
    return Ran(name, time.perf_counter() - began, cpu, len(lines), digest, closing)


def kill_worker(output: Path) -> None:
    """Kill one of Ray's workers that clean, once a shard is there."""
    while not list(output.glob("part-*")):
        time.sleep(0.05)
    worker = next(_workers())
    os.kill(worker, signal.SIGKILL)
    print(f"killed worker {worker} after {len(list(output.glob('part-*')))} shards")


def _workers() -> Iterator[int]:
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        if each.read_bytes().startswith(b"ray::_Worker.work"):
            yield int(each.parent.name)


def main() -> int:
    """Run it and print a table; 1 where records differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "warc")
        source.mkdir()
        write(source, options.pages, options.files)
        size = sum(file.stat().st_size for file in source.iterdir())
        print(f"{options.pages:,} pages in {options.files} files, {size / 1e6:.1f} MB", flush=True)
        plain = [str(source), "--jobs", str(options.workers)]
        ran = [
            run(f"--jobs {options.workers}", Path(folder, "plain.jsonl"), plain),
            run("--engine ray", Path(folder, "ray"), [*plain, "--engine", "ray"]),
            run("ray, one killed", Path(folder, "killed"), [*plain, "--engine", "ray"], kill_worker),
        ]
    print(f"{'':<18} {'wall s':>8} {'CPU s':>8} {'records':>8}  hash of the sorted records")
    for each in ran:
        print(f"{each.name:<18} {each.wall:>8.1f} {each.cpu:>8.1f} {each.records:>8,}  {each.digest}  {each.closing}")
    return 0 if len({each.digest for each in ran}) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
