"""Run a command under limits and measure it, whatever process asks for it.

Linux counts into a child's peak memory what its parent held when it forked, so that a test run of 500 MB makes every
command one of 500 MB. A launcher stands between: this file, run as a script, which holds next to nothing.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

GRACE = 60  # seconds that the launcher may take over the command's time to report


class Usage(NamedTuple):
    """What a command took, with all its descendants that ended. code: negative for a signal; rss_mb: of the largest."""

    code: int
    timed_out: bool
    seconds: float
    cpu: float
    rss_mb: float


def measure(command: Sequence[str], output: Path, seconds: float, *, space: int = resource.RLIM_INFINITY) -> Usage:
    """Run the command in the folder of `output`, which takes all it says; after `seconds` it is killed.

    space: bytes of address space it may have. Raises subprocess.SubprocessError where it cannot be started.
    """
    launcher = [sys.executable, "-I", "-S", __file__, str(seconds), str(space), *command]
    with output.open("wb") as stream:
        done = subprocess.run(
            launcher,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stream,
            cwd=output.parent,
            timeout=seconds + GRACE,
            check=True,
        )
    return Usage(*json.loads(done.stdout))


def launch(seconds: float, space: int, command: Sequence[str]) -> Usage:
    """Run the command and wait for its end; nothing of its process group is left."""
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    start, timed_out, done = time.monotonic(), False, 0
    process = subprocess.Popen(command, stdout=sys.stderr, start_new_session=True)
    try:
        while not done:
            timed_out = timed_out or time.monotonic() - start > seconds
            if timed_out:
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.02)
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
    finally:
        _kill_group(process.pid)
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Usage(process.returncode, timed_out, time.monotonic() - start, cpu, usage.ru_maxrss / 1000)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # all have ended, as they should


if __name__ == "__main__":
    print(json.dumps(launch(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])))
