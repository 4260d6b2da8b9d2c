"""Run hostile files through `wirebrush clean`, and databases through `wirebrush status`, judged by a manifest.

    python benchmarks/hostile_files.py CORPUS [--kind html] [--name run_p_dots] [--jobs 1]

Each case runs in its own process under limits. CORPUS holds manifest.json and the files it names (format:
`docs/security.md`). Prints every case that is not as expected, a table by kind, and the ten worst by memory and by CPU;
exits 1 if any case fails.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measured import Usage, measure

COMMAND = (sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())")
KINDS = ("html", "encoding", "inject", "warc", "zip", "tree", "db")  # feeds, sitemaps and robots.txt are for a crawl
CLASSES = {"cleaned": "clean text", "failed": "clear error", "empty": "skipped", "skipped": "skipped"}
SPACE = 8_000_000_000  # bytes of address space; memory is judged by what is resident
PATIENCE = 4  # times a case's seconds that may pass on a busy machine


@dataclass(frozen=True, slots=True)
class Result:
    """What one case did. faults: why it is not as expected, none for a good one."""

    kind: str
    name: str
    faults: tuple[str, ...]
    cpu: float
    rss_mb: float
    said: str


def load(corpus: Path) -> list[dict[str, Any]]:
    """The cases of a corpus that a command can be given."""
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    cases = manifest if isinstance(manifest, list) else manifest["cases"]
    return [case for case in cases if case["kind"] in KINDS]


def run_case(corpus: Path, case: dict[str, Any]) -> Result:
    """One case, alone in its process. Its time is judged by the processor, as others may be at work on the machine."""
    if case["kind"] == "db":
        return _run_store(corpus, case)
    with tempfile.TemporaryDirectory() as folder:
        out, said_file = Path(folder, "out.jsonl"), Path(folder, "said")
        command = [*COMMAND, "clean", str(corpus.resolve() / case["path"]), "-o", str(out)]
        usage = measure(command, said_file, case["max_seconds"] * PATIENCE, space=SPACE)
        said = said_file.read_text("utf-8", "replace")
        text = _text(out)
    faults = (*_state(case, usage), *_terminal(said), *_verdict(case, said, text))
    short = said.strip().replace("\n", " | ")[-300:]
    return Result(case["kind"], case["name"], faults, usage.cpu, usage.rss_mb, short)


def _run_store(corpus: Path, case: dict[str, Any]) -> Result:
    """A database in place of a store: read or refused by name, and never changed."""
    path = corpus.resolve() / case["path"]
    before = path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        said_file = Path(folder, "said")
        command = [*COMMAND, "status", "--store", f"sqlite:///{path}"]
        usage = measure(command, said_file, case["max_seconds"] * PATIENCE, space=SPACE)
        said = said_file.read_text("utf-8", "replace")
    seen = {0: "clean text", 3: "clear error"}.get(usage.code, f"exit code {usage.code}")
    faults = [*_terminal(said)]
    faults += [] if seen in case["expect"] else [f"{seen} instead of {' or '.join(case['expect'])}"]
    faults += [] if path.read_bytes() == before else ["it was changed"]
    faults += [] if usage.code == 0 or path.name in said else ["it is not named"]
    return Result(case["kind"], case["name"], tuple(faults), usage.cpu, usage.rss_mb, said.strip()[-300:])


def _text(out: Path) -> str:
    """Everything in the records, white space folded."""
    if not out.exists():
        return ""
    records = [json.loads(line) for line in out.read_text("utf-8").split("\n") if line]
    return "\n".join(json.dumps(record, ensure_ascii=False) + " ".join(record["text"].split()) for record in records)


def _state(case: dict[str, Any], usage: Usage) -> Iterator[str]:
    if usage.timed_out:
        yield "ran out of time"
    elif usage.code not in {0, 1}:
        yield f"exit code {usage.code}"
    if usage.cpu > case["max_seconds"]:
        yield f"{usage.cpu:.1f} s of CPU, the limit is {case['max_seconds']}"
    if usage.rss_mb > case["max_rss_mb"]:
        yield f"{usage.rss_mb:.0f} MB, the limit is {case['max_rss_mb']}"


def _terminal(said: str) -> Iterator[str]:
    if "Traceback" in said:
        yield "a traceback"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", said):
        yield "control characters on the terminal"


def _verdict(case: dict[str, Any], said: str, text: str) -> Iterator[str]:
    counts = {name: int(number) for number, name in re.findall(r"(\d+) (cleaned|empty|failed|skipped)\b", said)}
    seen = {CLASSES[name] for name, number in counts.items() if number}
    if not seen & set(case["expect"]):
        yield f"{', '.join(sorted(seen)) or 'a silent drop'} instead of {' or '.join(case['expect'])}"
    if text:
        yield from (f"lost: {need[:50]}" for need in case["must_contain"] if " ".join(need.split()) not in text)
        yield from (f"leaked: {ban[:50]!r}" for ban in case["must_not"] if ban in text)


def table(results: Iterable[Result]) -> str:
    """Cases by kind, and the worst ten by memory and CPU."""
    results = list(results)
    cases, bad = Counter(result.kind for result in results), Counter(r.kind for r in results if r.faults)
    lines = [f"{'kind':10} {'cases':>6} {'as expected':>12}"]
    lines += [f"{kind:10} {number:6} {number - bad[kind]:12}" for kind, number in cases.items()]
    lines.append(f"{'all':10} {len(results):6} {len(results) - sum(bad.values()):12}")
    for title, key in (("memory, MB", lambda r: r.rss_mb), ("CPU, s", lambda r: r.cpu)):
        lines += ["", f"worst by {title}"]
        lines += [f"{key(r):10.1f}  {r.kind}/{r.name}" for r in sorted(results, key=key, reverse=True)[:10]]
    return "\n".join(lines)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--kind")
    parser.add_argument("--name")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    cases = [case for case in load(args.corpus) if args.kind in {None, case["kind"]}]
    cases = [case for case in cases if args.name in {None, case["name"]}]
    with ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda case: run_case(args.corpus, case), cases))
    for result in results:
        if result.faults:
            print(f"{result.kind}/{result.name}: {'; '.join(result.faults)}  [{result.said}]")
    print(table(results))
    return 1 if any(result.faults for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
