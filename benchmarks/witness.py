"""What asking trafilatura is worth: text F1 against the share of pages on which the judge asks.

    python benchmarks/witness.py --folds DIR             every page with a gold text
    python benchmarks/witness.py --folds DIR --sample 4 --plot docs/images/witness.svg

Each page is cleaned twice, without a witness and with one, by a judge that never saw its host (train_judge.py --folds
wrote them). Sorted by the judge's doubt, the pages then give every point of the curve; pages that trafilatura is never
asked about come last.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from development import fold_of, module
from plot import lines

from cleaners import metadata
from cleaners.clean import Cleaner
from cleaners.judge.judge import Judge
from cleaners.options import CleanOptions
from cleaners.page import Page
from cleaners.steps import DEFAULT_STEPS
from cleaners.steps.main_content import DOUBT, competent, main_content

SETS = ("fundus", "wcxb")
SHARES = (0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 0.75, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One page: its set, how much the judge doubts, F1 without and with a witness, CPU ms that the witness took.

    doubt: 0 on a page that trafilatura is never asked about.
    """

    dataset: str
    doubt: float
    alone: float
    heard: float
    cost: float


@cache
def fold_judge(folder: Path) -> Judge:
    """The judge of one part of the cross-validation."""
    return Judge.load("page", folder)


def examine(gold: Any, folds: Path) -> Case:
    """Clean a page both ways."""
    judge = fold_judge(folds / str(fold_of(gold.host or gold.id, len(list(folds.iterdir())))))
    page = Page.parse(gold.html, url=gold.url, charset=gold.encoding)
    reading = metadata.examine(page)
    asks = page.blocks and competent(page)
    doubt = judge.opinion(page, reading.article, reading.stated_body).doubt if asks else 0.0
    step = partial(main_content, judge_for=lambda _: judge, most_doubt=-1.0)
    steps = tuple((name, step if name == "main_content" else each) for name, each in DEFAULT_STEPS)
    start = time.process_time()
    alone = Cleaner(steps=steps, options=CleanOptions(fast=True))(page).article.text
    between = time.process_time()
    heard = Cleaner(steps=steps)(page).article.text
    cost = 1000 * (time.process_time() - between - (between - start))
    f1 = [module("score").uniform_page([gold.text], text)["f1"] for text in (alone, heard)]
    return Case(gold.dataset, doubt, f1[0], f1[1], cost)


def curve(cases: list[Case]) -> list[tuple[float, float, float, float]]:
    """For each share of pages that ask: the least doubt among them, mean F1, CPU ms a page that asking costs."""
    ranked = sorted(cases, key=lambda case: -case.doubt)
    points = []
    for share in SHARES:
        asked = round(share * len(ranked))
        f1 = [case.heard if at < asked else case.alone for at, case in enumerate(ranked)]
        border = ranked[asked - 1].doubt if asked else 1.0
        points.append((share, border, float(np.mean(f1)), sum(case.cost for case in ranked[:asked]) / len(ranked)))
    return points


def main() -> None:
    """Read the arguments, measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    golds = [gold for name in SETS for gold in module("pages").load(name) if gold.text][:: args.sample]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        cases = list(pool.map(partial(examine, folds=args.folds), golds, chunksize=4))
    curves = {name: curve([case for case in cases if case.dataset == name]) for name in SETS}
    whole = curve(cases)
    print(f"{len(cases)} pages; the shipped border is {DOUBT}, which {sum(c.doubt > DOUBT for c in cases)} pages pass")
    print(f"| pages that ask | doubt | F1 | {' | '.join(SETS)} | ms a page |\n|--:|--:|--:|--:|--:|--:|")
    for at, (share, border, f1, cost) in enumerate(whole):
        each = " | ".join(f"{curves[name][at][2]:.4f}" for name in SETS)
        print(f"| {share:.0%} | {border:.3f} | {f1:.4f} | {each} | {cost:.1f} |")
    if args.plot:
        series = {name: [(100 * share, f1) for share, _, f1, _ in points] for name, points in curves.items()}
        args.plot.write_text(lines(series, "share of pages on which trafilatura is asked, %", "text F1"))


if __name__ == "__main__":
    main()
