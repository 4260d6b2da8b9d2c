"""Feed our own parsers what a coverage-guided fuzzer makes of small seeds, and see that they hold to their word.

    python benchmarks/fuzz.py [TARGET ...] [--seconds 300] [--keep DIR]

Needs the extra `wirebrush[fuzz]`. Each target runs in a process of its own, for so many seconds of the processor. An
error that the parser does not promise, an input that takes longer than SLOW, and memory past MEMORY end it and leave
the input in DIR, where `--keep` also gathers what was learned for the next run. Prints a table; exits 1 if any target
failed.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from fuzz_seeds import SEEDS
from fuzz_targets import TARGETS

SLOW = 10  # seconds of the processor for one input; instrumented code takes several times as long as plain code
STUCK = 300  # seconds that may pass on a busy machine
PATIENCE = 20  # times a target's seconds that may pass on a busy machine
MEMORY = 2_000  # megabytes of a process, with the fuzzer's own
LONGEST = 20_000  # bytes of an input
GRACE = 2 * STUCK  # seconds for start and end
FIGURES = {
    "runs": re.compile(r"stat::number_of_executed_units:\s*(\d+)"),
    "peak": re.compile(r"stat::peak_rss_mb:\s*(\d+)"),
    "features": re.compile(r"\bft: (\d+)"),
}


class Run(NamedTuple):
    """One target's: inputs tried, features of the code that they reached, MB at the peak, processor seconds."""

    runs: int
    features: int
    peak: int
    cpu: float
    code: int


def fuzz(target: str, seconds: int, kept: Path) -> Run:
    """Run one target in a process of its own; what it says lies beside its inputs."""
    corpus = kept / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-timeout={STUCK}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST}"]
    command = [sys.executable, __file__, "--inside", str(seconds), target, *limits, "-print_final_stats=1"]
    said = kept / f"{target}.log"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with said.open("wb") as log:
        done = subprocess.run(
            [*command, f"-artifact_prefix={kept}/{target}-", str(corpus)],
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=seconds * PATIENCE + GRACE,
            check=False,
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    text = said.read_text("utf-8", "replace")
    figures = {name: int((pattern.findall(text) or ["0"])[-1]) for name, pattern in FIGURES.items()}
    return Run(**figures, cpu=cpu, code=done.returncode)


def inside(seconds: int, target: str, arguments: list[str]) -> None:
    """The fuzzer itself; it ends the process when the signal comes.

    Modules are instrumented as they are imported by the target.
    """
    import atheris

    with atheris.instrument_imports(include=["cleaners", "crawler"]):
        check = TARGETS[target]()

    def timed(data: bytes) -> None:
        start = time.process_time()
        check(data)
        now = time.process_time()
        if now - start > SLOW:
            raise TimeoutError(f"{now - start:.1f} s")
        if now > seconds:
            os.kill(os.getpid(), signal.SIGUSR1)

    atheris.Setup([sys.argv[0], *arguments], timed)
    atheris.Fuzz()


def main() -> int:
    """The command line."""
    if sys.argv[1:2] == ["--inside"]:
        inside(int(sys.argv[2]), sys.argv[3], sys.argv[4:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"all of them, or of: {', '.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=300, help="of the processor, for each target")
    parser.add_argument("--keep", type=Path, help="folder for inputs that were learned and faults that were found")
    options = parser.parse_args()
    if unknown := set(options.targets) - TARGETS.keys():
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    failed = 0
    print(f"{'target':10} {'inputs':>10} {'features':>9} {'peak MB':>8} {'CPU s':>7}  end")
    with tempfile.TemporaryDirectory() as folder:
        for target in options.targets or TARGETS:
            run = fuzz(target, options.seconds, (options.keep or Path(folder)).resolve())
            end = "well" if run.code == 0 else f"exit code {run.code}, see {target}.log"
            print(f"{target:10} {run.runs:10,} {run.features:9,} {run.peak:8,} {run.cpu:7.0f}  {end}", flush=True)
            failed += run.code != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
