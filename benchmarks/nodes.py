"""A crawl that Ray hands out to two nodes, one of which is killed (-9) in the middle.

    python benchmarks/nodes.py [--stories 10] [--delay 0.5]

Both nodes are on this machine, with one PostgreSQL and eight hosts of their own. Every article must be stored once, no
host asked before its delay is over, and the node that lives must end the work.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ray.cluster_utils import Cluster
from throwaway import server
from workers import COMMAND, HOSTS, TOLERANCE, Host, all_stored, serving, settings, stored, sums


def descendants(process: int) -> set[int]:
    """A process and all that it started, directly or not."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, size = {process}, 0
    while len(found) > size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def kill(node: Any) -> int:
    """Kill a node of Ray's with all that runs on it; returns how many processes that were."""
    processes = descendants(node.all_processes["raylet"][0].process.pid)
    for process in processes:
        os.kill(process, signal.SIGKILL)
    return len(processes)


def served(hosts: list[Host]) -> int:
    """Stories that were asked for so far."""
    return sum(asked.path.startswith("/news/") for host in hosts for asked in host.log)


def judge(hosts: list[Host], url: str, options: argparse.Namespace) -> bool:
    """Print what each host saw and what is stored; whether it is as it must be."""
    print(f"{'host':<18} {'requests':>8} {'stories':>8} {'again':>6} {'least gap s':>12}")
    least = options.delay
    for host in hosts:
        requests, stories, again, gap = sums(host)
        least = min(least, gap)
        print(f"{host.host:<18} {requests:>8} {stories:>8} {again:>6} {gap:>12.3f}")
    return all_stored(url, HOSTS * options.stories) and least >= options.delay - TOLERANCE


def run(options: argparse.Namespace, url: str, folder: str, hosts: list[Host]) -> int:
    """The trial."""
    file = Path(folder, "sites.toml")
    file.write_text(settings(hosts, options.delay))
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    crawl = ["crawl", "--sites", str(file), "--store", url, "--engine", "ray", "--address", cluster.address]
    process = subprocess.Popen([*COMMAND, *crawl], cwd=folder)
    try:
        while served(hosts) < HOSTS * options.stories // 3:
            if process.poll() is not None:
                raise SystemExit("the crawl ended too early")
            time.sleep(0.1)
        killed = kill(nodes[0])
        print(f"node killed with {killed} processes after {served(hosts)} stories; {len(stored(url))} were stored")
        code = process.wait()
    finally:
        process.kill()
        cluster.shutdown()
    print(f"the crawl ended with exit code {code}")
    return 0 if judge(hosts, url, options) and code == 0 else 1


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as url, serving(options.stories) as hosts:
        return run(options, url, folder, hosts)


if __name__ == "__main__":
    sys.exit(main())
