"""What each step and each look is worth, and how often a step removes what the gold text holds.

    python benchmarks/ablation.py --folds DIR             text F1 with each step left out, every 4th page
    python benchmarks/ablation.py --folds DIR --audit     of 200 removed blocks a step, drawn at random: wrongly removed

`--folds` names the judges that train_judge.py --folds wrote; the shipped one, used without it, knows the pages.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from development import fold_of, label, module
from quality import fold_folders

from cleaners.clean import Cleaner
from cleaners.judge.judge import Judge, judge_for
from cleaners.options import CleanOptions
from cleaners.page import Page
from cleaners.steps import DEFAULT_STEPS, Step
from cleaners.steps.main_content import main_content

DRAWN = 200
WITH_GOLD = ("fundus", "wcxb")
Steps = tuple[tuple[str, Step], ...]


def variants() -> Iterator[tuple[str, Steps, CleanOptions]]:
    """The whole cleaner, the cleaner without the witness, and without each step."""
    yield "all", DEFAULT_STEPS, CleanOptions()
    yield "without witness", DEFAULT_STEPS, CleanOptions(fast=True)
    for name, _ in DEFAULT_STEPS:
        kept = tuple((each, step) for each, step in DEFAULT_STEPS if each != name)
        yield f"without {name}", kept, CleanOptions()


class Folds:
    """Gives each page the judge that never saw its host."""

    def __init__(self, folds: Path | None) -> None:
        self.judges = [Judge.load("page", folder) for folder in fold_folders(folds)]

    def cleaner(self, gold: Any, steps: Steps, options: CleanOptions) -> Cleaner:
        """A cleaner for one page."""
        judge = self.judges[fold_of(gold.host or gold.id, len(self.judges))] if self.judges else judge_for("page")
        step = partial(main_content, judge_for=lambda _: judge)
        return Cleaner(steps=tuple((n, step if n == "main_content" else s) for n, s in steps), options=options)


def pages(sample: int) -> list[tuple[Any, Page]]:
    """Every page with a gold text, parsed."""
    golds = [gold for name in WITH_GOLD for gold in list(module("pages").load(name))[::sample]]
    return [(gold, Page.parse(gold.html, url=gold.url, charset=gold.encoding)) for gold in golds]


def ablate(folds: Folds, sample: int) -> None:
    """Print the text F1 of every variant, and how it differs from the whole."""
    score, parsed = module("score"), pages(sample)
    base: dict[str, float] = {}
    print(f"| variant | {' | '.join(f'{name} F1 | difference' for name in WITH_GOLD)} |\n|---|--:|--:|--:|--:|")
    for title, steps, options in variants():
        found: defaultdict[str, list[float]] = defaultdict(list)
        for gold, page in parsed:
            text = folds.cleaner(gold, steps, options)(page).article.text
            found[gold.dataset].append(score.uniform_page([gold.text], text)["f1"])
        means = {name: float(np.mean(values)) for name, values in found.items()}
        base = base or means
        cells = [f"{means[name]:.4f} | {means[name] - base[name]:+.4f}" for name in WITH_GOLD]
        print(f"| {title} | {' | '.join(cells)} |", flush=True)


def audit(folds: Folds, sample: int) -> None:
    """Print, for each step, how many of the blocks it removed stand in the gold text."""
    removed: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    for gold, page in pages(sample):
        labels = label(page, gold)
        for judged in folds.cleaner(gold, DEFAULT_STEPS, CleanOptions())(page).removed:
            at = judged.block.index
            if labels.known[at]:
                removed[judged.step].append((bool(labels.share[at] >= 0.5), judged.block.text))
    print("| step | removed | drawn | wrongly removed |\n|---|--:|--:|--:|")
    dice = random.Random(1)
    for step, blocks in removed.items():
        drawn = dice.sample(blocks, min(DRAWN, len(blocks)))
        wrong = [text for missed, text in drawn if missed]
        print(f"| {step} | {len(blocks)} | {len(drawn)} | {len(wrong)} ({len(wrong) / len(drawn):.1%}) |", flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=4)
    parser.add_argument("--folds", type=Path, help="judges that train_judge.py --folds wrote")
    parser.add_argument("--audit", action="store_true")
    args = parser.parse_args()
    (audit if args.audit else ablate)(Folds(args.folds), args.sample)


if __name__ == "__main__":
    main()
