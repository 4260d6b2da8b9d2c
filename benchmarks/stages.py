"""Where a page's CPU time goes: the cost budget by stage over the development pages.

    python benchmarks/stages.py               every 8th page
    python benchmarks/stages.py --sample 1    every page

Each page runs once through every stage, in the order of the cleaner, which is warmed up on ten pages first. What the
judge does is counted apart from the step that asks it.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from development import module

from cleaners import metadata
from cleaners.blocks import cut
from cleaners.clean import Cleaned, Judged
from cleaners.context import Context
from cleaners.decode import decode
from cleaners.judge.features import sheet
from cleaners.judge.judge import judge_for
from cleaners.options import CleanOptions
from cleaners.page import Page, parse_html
from cleaners.render import render
from cleaners.steps import DEFAULT_STEPS
from cleaners.steps.main_content import DOUBT, competent
from cleaners.verdicts import Verdicts
from cleaners.witness import ask_trafilatura, shares

WARM_UP = 10
STEPS = tuple((name, step) for name, step in DEFAULT_STEPS if name != "main_content")
Result = TypeVar("Result")


class Budget:
    """CPU milliseconds by stage, one entry a page that got there."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def run(self, stage: str, call: Callable[[], Result]) -> Result:
        """What the call returns; what it cost is entered."""
        start = time.process_time()
        result = call()
        self.spent.setdefault(stage, []).append(1000 * (time.process_time() - start))
        return result

    def rows(self, pages: int) -> Iterator[str]:
        """A Markdown table. The features are part of the judge's time and not counted twice."""
        yield "| stage | ms a page | share | pages | p95 ms | max ms |\n|---|--:|--:|--:|--:|--:|"
        whole = sum(sum(times) for stage, times in self.spent.items() if not stage.startswith("- "))
        for stage, times in self.spent.items():
            p95, most = np.percentile(times, 95), max(times)
            cells = f"{sum(times) / pages:.2f} | {sum(times) / whole:.1%} | {len(times)} | {p95:.1f} | {most:.1f}"
            yield f"| {stage} | {cells} |"
        yield f"| all | {whole / pages:.2f} | 100 % | {pages} | | |"


def clean(gold: Any, budget: Budget) -> None:
    """What the cleaner does with a page, stage by stage."""
    text = budget.run("decode", lambda: decode(gold.html, gold.encoding))
    root, source = budget.run("parse", lambda: parse_html(text))
    blocks = budget.run("blocks", lambda: cut(root, CleanOptions().max_blocks))
    page = Page(blocks=blocks, root=root, url=gold.url, source=source)
    reading = budget.run("metadata", lambda: metadata.examine(page))
    options = CleanOptions(fast=True)
    context = Context(meta=reading.article, stated_body=reading.stated_body, kind=reading.kind, options=options)
    if page.blocks:
        _judge(page, context, budget)
    verdicts = Verdicts(len(page.blocks))
    verdicts.apply("main_content", dict(DEFAULT_STEPS)["main_content"](page, verdicts, context))
    for name, step in STEPS:
        budget.run(f"step {name}", lambda name=name, step=step: verdicts.apply(name, step(page, verdicts, context)))
    kept = tuple(Judged(block, verdicts.trail(block.index)) for block in verdicts.standing(page.blocks))
    budget.run("render", lambda: render(Cleaned(reading.article, kept, ()), "md"))


def _judge(page: Page, context: Context, budget: Budget) -> None:
    meta, judge = context.meta, judge_for("page")
    opinion = budget.run("judge, features and wording included", lambda: judge.opinion(page, meta, context.stated_body))
    budget.run("- of it features", lambda: sheet(page, meta.title or "", meta.description or ""))
    read = [page.blocks[at].text for at in np.flatnonzero(~np.isnan(opinion.wording))]
    budget.run("- of it wording", lambda: [judge.words.score(text) for text in read])
    if opinion.doubt > DOUBT and competent(page):
        said = budget.run("witness", lambda: ask_trafilatura(page))
        share = budget.run("witness's text laid over the blocks", lambda: shares(page.blocks, said))
        heard = np.array(share, dtype=np.float32)
        budget.run("judge, third look", lambda: judge.with_witness(opinion, heard))


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=8)
    args = parser.parse_args()
    pages = module("pages")
    golds = list(chain.from_iterable(list(pages.load(name))[:: args.sample] for name in pages.SETS))
    for gold in golds[:WARM_UP]:
        clean(gold, Budget())
    budget = Budget()
    for gold in golds:
        clean(gold, budget)
    print("\n".join(budget.rows(len(golds))))


if __name__ == "__main__":
    main()
