"""The most telling of the faults that `benchmarks/hostile_server.py` runs in full."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"
CASES = ("bomb_br", "fault_chunked_ok", "redir_loop_a", "redir_to_internal", "robots_500")


@pytest.mark.skipif(not (BENCH / "hostile").is_dir(), reason="the server of faults is not beside the checkout")
def test_a_crawl_survives_what_servers_do():
    script = ROOT / "benchmarks" / "hostile_server.py"
    command = [sys.executable, script, BENCH, "--stretch", "6", "--only", ",".join(CASES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
