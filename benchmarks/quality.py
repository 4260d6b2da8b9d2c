"""Quality on the development pages, beside the peers that are installed, in one run.

    python benchmarks/quality.py                  every extractor that can be imported, every page
    python benchmarks/quality.py --sample 8       every 8th page
    python benchmarks/quality.py --folds DIR      ours judged by the cross-validation's judges: an honest figure
    python benchmarks/quality.py --floors         ours alone against floors.toml; exit status 1 below one

The shipped judge was trained on these pages, so its own row says what a user's pages will not: quote --folds.
CPU is process time, as a ratio to trafilatura's default in the same run.
"""

import argparse
import importlib.util
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

from development import fold_of, module

from cleaners.clean import Cleaner
from cleaners.judge.judge import Judge
from cleaners.page import Page
from cleaners.steps import DEFAULT_STEPS, Step
from cleaners.steps.main_content import main_content

FLOORS = Path(__file__).with_name("floors.toml")
COLUMNS = ("text F1", "exact", "segment F1", "title", "authors", "date", "failed", "CPU ms")
Extract = Callable[[Any], Any]


def wirebrush(folds: Path | None) -> Extract:
    """Our cleaner; with `folds`, each page is judged by a judge that never saw its host."""
    cleaners = [Cleaner(), *(Cleaner(steps=steps) for steps in fold_steps(folds))]

    def extract(gold: Any) -> Any:
        page = Page.parse(gold.html, url=gold.url, charset=gold.encoding)
        which = 1 + fold_of(gold.host or gold.id, len(cleaners) - 1) if folds else 0
        return cleaners[which](page).article

    return extract


def fold_folders(folds: Path | None) -> list[Path]:
    """The folders of the cross-validation's judges, in the order of their numbers."""
    return sorted(folds.iterdir(), key=lambda folder: int(folder.name)) if folds else []


def fold_steps(folds: Path | None) -> list[tuple[tuple[str, Step], ...]]:
    """The steps with the judge of each part of the cross-validation."""
    return [_steps(Judge.load("page", folder)) for folder in fold_folders(folds)]


def _steps(judge: Judge) -> tuple[tuple[str, Step], ...]:
    step = partial(main_content, judge_for=lambda _: judge)
    return tuple((name, step if name == "main_content" else each) for name, each in DEFAULT_STEPS)


def trafilatura(**options: bool) -> Extract:
    """The peer with metadata, as its users call it."""
    import trafilatura as peer

    def extract(gold: Any) -> Any:
        source = gold.html.decode(gold.encoding, "replace") if gold.encoding else gold.html
        found = peer.bare_extraction(source, url=gold.url, include_comments=False, with_metadata=True, **options)
        if found is None:
            return {"text": ""}
        authors = (found.author or "").split("; ")
        return {"text": found.text, "title": found.title, "authors": authors, "published": found.date}

    return extract


def resiliparse(gold: Any) -> Any:
    """Resiliparse: its main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(gold.html.decode(gold.encoding or "utf-8", "replace"), main_content=True)}


def newspaper(gold: Any) -> Any:
    """newspaper4k on a page that is already there."""
    from newspaper import Article

    found = Article(gold.url or "http://localhost/", fetch_images=False)
    found.download(input_html=gold.html.decode(gold.encoding or "utf-8", "replace"))
    found.parse()
    return {"text": found.text, "title": found.title, "authors": found.authors, "published": found.publish_date}


def extractors(folds: Path | None) -> Iterator[tuple[str, Extract]]:
    """Ours first, then every peer that can be imported."""
    yield "wirebrush, cross-validated" if folds else "wirebrush", wirebrush(folds)
    for name, options in (("default", {}), ("fast", {"fast": True}), ("precision", {"favor_precision": True})):
        yield f"trafilatura {name}", trafilatura(**options)
    for name, extract in (("resiliparse", resiliparse), ("newspaper", newspaper)):
        if importlib.util.find_spec(name):
            yield name, extract


def measure(extract: Extract, name: str, sample: int) -> dict[str, float | None]:
    """Scores of one extractor on one set."""
    run, score = module("run"), module("score")
    done, failed, spent = [], 0, 0.0
    for gold in list(module("pages").load(name))[::sample]:
        start = time.process_time()
        try:
            result = extract(gold)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            print(f"  failed {gold.id}: {type(error).__name__}: {error}", file=sys.stderr)
            result, failed = None, failed + 1
        spent += time.process_time() - start
        done.append(run.score_page(gold, result))

    def over(key: str, part: Callable[[Any], float] = float) -> float | None:
        values = [part(each[key]) for each in done if key in each]
        return mean(values) if values else None

    def meta(key: str) -> float | None:
        values = [each["meta"][key] for each in done if key in each["meta"]]
        return mean(values) if values else None

    segments = [each["segments"] for each in done if "segments" in each]
    return {
        "text F1": over("text", lambda text: text["f1"]),
        "exact": over("exact"),
        "segment F1": score.segments_total(segments)["f1"] if segments else None,
        **{key: meta(key) for key in ("title", "authors", "date")},
        "failed": failed,
        "CPU ms": 1000 * spent / max(1, len(done)),
    }


def table(folds: Path | None, sample: int) -> None:
    """Print every extractor on every set."""
    print(f"| set | extractor | {' | '.join(COLUMNS)} | CPU ratio |\n|---|---|{'--:|' * (len(COLUMNS) + 1)}")
    for name in module("pages").SETS:
        rows = {title: measure(extract, name, sample) for title, extract in extractors(folds)}
        base = rows["trafilatura default"]["CPU ms"] or 1.0
        for title, row in rows.items():
            cells = [_cell(column, row[column]) for column in COLUMNS]
            print(f"| {name} | {title} | {' | '.join(cells)} | {(row['CPU ms'] or 0) / base:.2f} |", flush=True)


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if column == "failed" else f"{value:.1f}" if column == "CPU ms" else f"{value:.4f}"


def check_floors() -> int:
    """Measure ours on a sample and name every figure below its floor; how many there are."""
    below = 0
    for name, floors in tomllib.loads(FLOORS.read_text(encoding="utf-8")).items():
        row = measure(wirebrush(None), name, floors.pop("sample"))
        for column, floor in floors.items():
            value = row[column] or 0.0
            low = value > floor if column == "failed" else value < floor
            below += low
            print(f"{name:8} {column:12} {value:8.4f}  floor {floor}{'  BELOW' if low else ''}")
    return below


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--folds", type=Path, help="judges that train_judge.py --folds wrote")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    if args.floors:
        sys.exit(1 if check_floors() else 0)
    table(args.folds, args.sample)


if __name__ == "__main__":
    main()
