"""Faults of the system put into single calls while bulk clean writes its outputs. Prints a table; exits 1 if any fails.

    python benchmarks/disk_faults.py [--form out/ --form out.csv]

Needs Linux and strace, which makes the calls fail. Each command must end with exit code 3 and one line, and leave whole
files or none.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from disks import COMMAND, whole, write_pages

FORMS = ("out/", "out.jsonl", "out.csv", "out.parquet", "out.md")
ERRORS = {
    "openat": ("ENOSPC", "EIO", "EMFILE", "EDQUOT", "EROFS"),
    "write": ("ENOSPC", "EIO", "EDQUOT", "EROFS"),
    "close": ("ENOSPC", "EIO"),
    "fsync": ("ENOSPC", "EIO"),
    "rename": ("ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EIO"),
}
FOLDER_ONLY, FILE_ONLY = {"mkdir"}, {"fsync"}  # of many small files none is waited for
VICTIM = "0003.txt"


def hit(form: str, call: str, folder: Path) -> Path:
    """The path at which the call fails."""
    target = folder / form.rstrip("/")
    if call == "mkdir":
        return target
    return target / f".{VICTIM}.part" if form.endswith("/") else folder / f".{form}.part"


def tried(form: str, call: str, error: str, pages: Path, folder: Path, wanted: dict[str, bytes]) -> str:
    """What is wrong with how the command ended; "" where nothing is."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    faulty = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-P", hit(form, call, folder)]
    command = [*faulty, "-e", f"inject={call}:error={error}:when=1+", *COMMAND, pages, "-o", f"{folder}/{form}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    said = done.stderr.strip().splitlines()
    if done.returncode != 3 or not said or not said[-1].startswith("wirebrush: "):
        return f"exit code {done.returncode}: {said[-1] if said else ''}"
    if "Traceback" in done.stderr:
        return "a traceback"
    if left := [path.name for path in folder.rglob("*.part")]:
        return f"left behind: {', '.join(left)}"
    if form.endswith("/"):
        return whole(folder / form, wanted)
    return "a file that is not whole" if (folder / form).exists() else ""


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--form", action="append", choices=FORMS)
    options = parser.parse_args()
    failed = tries = 0
    print(f"{'output':12} {'call':8} {'error':8} end")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, reference = folder / "pages", folder / "reference"
        write_pages(pages, 8)
        subprocess.run([*COMMAND, pages, "-o", f"{reference}/"], capture_output=True, check=True)
        wanted = {path.name: path.read_bytes() for path in reference.iterdir()}
        for form in options.form or FORMS:
            for call in ERRORS.keys() - (FILE_ONLY if form.endswith("/") else FOLDER_ONLY):
                for error in ERRORS[call]:
                    fault = tried(form, call, error, pages, folder / "work", wanted)
                    tries, failed = tries + 1, failed + bool(fault)
                    print(f"{form:12} {call:8} {error:8} {fault or 'well'}", flush=True)
    print(f"{tries - failed} of {tries} as they should be")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
