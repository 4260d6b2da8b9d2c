"""`clean --engine ray` against `clean --jobs` over WARC files of the shape of CC-NEWS: the same records, at what cost.

    python benchmarks/cluster.py [--pages 2000] [--files 8] [--workers 2] [--s3] [--nodes]

Each file holds gzip members, one response record each, as a news crawl writes them: the pages of all sites mixed. Ray
runs twice, the second time with a worker killed (-9) once the first shard is there. Wall times count nothing on a busy
machine; CPU seconds are those of the command and of everything it started. With --s3 files and records lie on an S3
server of this machine (moto's), whose CPU is not counted. With --nodes the cluster has a node for each worker, one of
which is killed with all that runs on it in place of a worker; the CPU of the nodes is not counted either.
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
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import object_store
from bulk import sources
from fsspec.core import url_to_fs
from nodes import kill
from ray.cluster_utils import Cluster
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
LOOK_SECONDS = 0.25
During = Callable[["subprocess.Popen[str]", str], None]
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


class Meter(Thread):
    """Adds up the CPU seconds of processes that hold a mark in their environment: Ray's are nobody's children."""

    def __init__(self, mark: str) -> None:
        super().__init__(daemon=True)
        self.mark = mark.encode()
        self.seconds: dict[str, float] = {}
        self.over = Event()

    def run(self) -> None:
        """Look again and again, until it is over."""
        while not self.over.wait(LOOK_SECONDS):
            for folder in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):  # it has ended
                    if self.mark in (folder / "environ").read_bytes():
                        fields = (folder / "stat").read_text().rpartition(")")[2].split()
                        self.seconds[folder.name] = (int(fields[11]) + int(fields[12])) / TICK

    def stop(self) -> float:
        """The sum."""
        self.over.set()
        self.join()
        return sum(self.seconds.values())


@contextmanager
def s3(folder: Path) -> Iterator[str]:
    """The address of a bucket on this machine with whatever lies in the folder."""
    with object_store.bucket() as files:
        files.put(f"{folder}/", f"{object_store.NAME}/", recursive=True)
        yield f"s3://{object_store.NAME}"


def records(output: str) -> dict[str, bytes]:
    """The lines of a file or of each shard of a folder, by its path."""
    files, path = url_to_fs(output)
    files.invalidate_cache()
    found = files.find(path) if files.exists(path) else []
    return {each: files.cat(each) for each in found if each == path or Path(each).name.startswith("part-")}


def run(name: str, output: str, arguments: Sequence[str], during: During | None = None) -> Ran:
    """Run `clean` into a file or a folder of shards. during: what is done beside it."""
    began, mark = time.perf_counter(), f"WIREBRUSH_MEASURED={uuid4().hex}"
    meter = Meter(mark)
    meter.start()
    environment = os.environ | dict([mark.split("=")])
    command = [*COMMAND, "clean", *arguments, "-o", output]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        if during:
            during(process, output)
        _, said = process.communicate()
    lines = sorted(line for shard in records(output).values() for line in shard.splitlines())
    digest = hashlib.sha256(b"\n".join(lines)).hexdigest()[:16]
    closing = (said.strip().splitlines() or ["nothing was said"])[-1]
    return Ran(name, time.perf_counter() - began, meter.stop(), len(lines), digest, closing)


def kill_worker(process: "subprocess.Popen[str]", output: str) -> None:
    """Kill one of Ray's workers that clean, once a shard is there."""
    if shards := first_shards(process, output):
        worker = next(_workers())
        os.kill(worker, signal.SIGKILL)
        print(f"killed worker {worker} after {shards} shards")


def first_shards(process: "subprocess.Popen[str]", output: str) -> int:
    """Wait until there are some, and tell how many; 0 where the command ended without."""
    while not (found := records(output)) and process.poll() is None:
        time.sleep(0.05)
    return len(found)


@contextmanager
def cluster(nodes: int) -> Iterator[tuple[str, During]]:
    """The address of a cluster on this machine, and what kills one of its nodes once a shard is there."""
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    victim, *_ = [made.add_node(num_cpus=1) for _ in range(nodes)]

    def kill_node(process: "subprocess.Popen[str]", output: str) -> None:
        if shards := first_shards(process, output):
            print(f"killed a node with {kill(victim)} processes after {shards} shards")

    yield made.address, kill_node
    made.shutdown()


def _workers() -> Iterator[int]:
    """Ray's own, not the processes that these have for their pages."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            parent = Path("/proc", (folder / "stat").read_text().rpartition(")")[2].split()[1])
            title, above = ((each / "cmdline").read_bytes() for each in (folder, parent))
            if title.startswith(b"ray::_Worker.work") and b"raylet" in above:
                yield int(folder.name)


def tell(ran: Ran) -> Ran:
    """Print it as a line of the table."""
    print(f"{ran.name:<18} {ran.wall:>8.1f} {ran.cpu:>8.1f} {ran.records:>8,}  {ran.digest}  {ran.closing}", flush=True)
    return ran


def main() -> int:
    """Run it and print a table; 1 where records differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--nodes", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        source = Path(folder, "warc")
        source.mkdir()
        write(source, options.pages, options.files)
        size = sum(file.stat().st_size for file in source.iterdir())
        print(f"{options.pages:,} pages in {options.files} files, {size / 1e6:.1f} MB", flush=True)
        base = stack.enter_context(s3(Path(folder))) if options.s3 else folder
        plain = [f"{base}/warc", "--jobs", str(options.workers)]
        on_ray, during = [*plain, "--engine", "ray"], kill_worker
        if options.nodes:
            address, during = stack.enter_context(cluster(options.workers))
            on_ray += ["--address", address]
        print(f"{'':<18} {'wall s':>8} {'CPU s':>8} {'records':>8}  hash of the sorted records", flush=True)
        ran = [
            tell(run(f"--jobs {options.workers}", f"{base}/plain.jsonl", plain)),
            tell(run("--engine ray", f"{base}/ray", on_ray)),
            tell(run("ray, one killed", f"{base}/killed", on_ray, during)),
        ]
    return 0 if len({each.digest for each in ran}) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
