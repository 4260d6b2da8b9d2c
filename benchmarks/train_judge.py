"""Train the judge on the development pages and print its cross-validated report.

    python benchmarks/train_judge.py              both judges, report and data files
    python benchmarks/train_judge.py --kind text  only the one for text without markup
    python benchmarks/train_judge.py --folds DIR  also keep the judges of the cross-validation

Needs the extra `train`. Seeded: the same pages and versions give the same files. Cross-validated over hosts, never the
same host in training and test; each stage learns from what the one before said of pages that it had not seen.
"""

import argparse
import os
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from boosted import QUICK, THOROUGH, Boosted, Size
from development import Labels, fold_of, label, module
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cleaners import flat, metadata
from cleaners.judge.cutoff import cutoff
from cleaners.judge.features import Floats, Sheet
from cleaners.judge.judge import measure_page, second_table, unclear
from cleaners.judge.kinship import Ints
from cleaners.judge.second_look import witnessed
from cleaners.judge.words import tokens
from cleaners.page import Page
from cleaners.witness import ask_trafilatura, shares

DATA = Path(__file__).resolve().parents[1] / "cleaners" / "data" / "judge"
FOLDS = 4
HOSTS = 15  # on which a sign must occur to be in the vocabulary: fewer would be topics, not wording


@dataclass(slots=True)
class Example:
    """One development page, measured and labelled."""

    gold: Any
    fold: int
    texts: list[str]
    signs: list[set[str]]
    sheet: Sheet
    labels: Labels
    share: Floats

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each block counts in training: its part of the text, and something for standing there."""
        size = np.maximum(self.labels.tokens, 1)
        body = size[self.labels.share >= 0.5].sum() or size.sum()
        root = np.sqrt(size)
        return (0.5 * root / root.sum() + 0.5 * np.minimum(size / body, 0.15)) * self.labels.known


def examine(task: tuple[Any, bool]) -> Example | None:
    """Parse, measure and label one page; None for one without blocks."""
    gold, flattened = task
    page = Page.parse(gold.html, url=gold.url, charset=gold.encoding)
    if flattened:
        page = Page.from_text(module("flatten").html_to_text(page.source), url=gold.url)
    if not page.blocks:
        return None
    reading = metadata.Reading(flat.read(page)) if flattened else metadata.examine(page)
    share = [0.0] * len(page.blocks) if flattened else shares(page.blocks, ask_trafilatura(page))
    return Example(
        gold=gold,
        fold=fold_of(gold.host or gold.id, FOLDS),
        texts=[block.text for block in page.blocks],
        signs=[tokens(block.text) for block in page.blocks],
        sheet=measure_page(page, reading.article, reading.stated_body),
        labels=label(page, gold),
        share=np.array(share, dtype=np.float32),
    )


def load(*, flattened: bool, sample: int) -> list[Example]:
    """Every development page."""
    pages = module("pages")
    tasks = [(gold, flattened) for name in pages.SETS for gold in pages.load(name)][::sample]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [each for each in pool.map(examine, tasks, chunksize=8) if each]


class Wording:
    """The linear model of `cleaners.judge.words`."""

    def __init__(self, examples: list[Example]) -> None:
        hosts: defaultdict[str, set[str]] = defaultdict(set)
        for each in examples:
            for sign in set().union(*each.signs):
                hosts[sign].add(each.gold.host)
        self.signs = {sign: at for at, sign in enumerate(sorted(s for s, on in hosts.items() if len(on) >= HOSTS))}
        weight = np.concatenate(
            [(0.3 + np.minimum(3, np.sqrt(e.labels.tokens) / 4)) * e.labels.known for e in examples]
        )
        truth = np.concatenate([e.labels.share >= 0.5 for e in examples])
        table = self._table([signs for each in examples for signs in each.signs])
        self.model = LogisticRegression(C=0.05, solver="liblinear", max_iter=60, random_state=1)
        self.model.fit(table[weight > 0], truth[weight > 0], sample_weight=weight[weight > 0])

    def _table(self, blocks: list[set[str]]) -> csr_matrix:
        rows = [sorted(self.signs[sign] for sign in signs if sign in self.signs) for signs in blocks]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        places = np.concatenate([np.array(row, dtype=np.int64) for row in rows])
        return csr_matrix((np.ones(len(places)), places, starts), shape=(len(rows), len(self.signs)))

    def __call__(self, example: Example) -> Floats:
        """Log odds of each block."""
        return self.model.decision_function(self._table(example.signs)).astype(np.float32)

    def write(self, folder: Path) -> None:
        """As lines of sign, tab, weight."""
        rows = [f"{sign}\t{weight:.3f}" for sign, weight in zip(self.signs, self.model.coef_[0], strict=True)]
        kept = [row for row in rows if not row.endswith(("\t0.000", "\t-0.000"))]
        intercept = f"\t{float(self.model.intercept_[0]):.3f}"
        (folder / "words.tsv").write_text("\n".join([intercept, *kept]) + "\n", encoding="utf-8")


def unseen(examples: list[Example], inputs: list[Any], fit: Any) -> tuple[list[Floats], list[Any]]:
    """What a stage says of each page when trained on the other folds only; and its model for each fold."""
    said: list[Floats] = [np.empty(0, dtype=np.float32)] * len(examples)
    models = []
    for fold in range(FOLDS):
        learn = [at for at, each in enumerate(examples) if each.fold != fold]
        model = fit([examples[at] for at in learn], [inputs[at] for at in learn])
        for at, each in enumerate(examples):
            if each.fold == fold:
                said[at] = model(inputs[at])
        models.append(model)
    return said, models


def _where(rows: Ints, values: Floats) -> Floats:
    """The values of some rows; the others are not known."""
    some = np.full(len(values), np.nan, dtype=np.float32)
    some[rows] = values[rows]
    return some


def report(title: str, examples: list[Example], said: list[Floats]) -> None:
    """Print the scores of keeping every block above the cut."""
    score = module("score")
    rows: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    segments = []
    for each, probabilities in zip(examples, said, strict=True):
        kept = probabilities >= cutoff(probabilities, each.sheet.size)
        text = "\n\n".join(text for text, stays in zip(each.texts, kept, strict=True) if stays)
        if each.gold.text:
            exact = score.uniform_tokens(text) == score.uniform_tokens(each.gold.text)
            rows[each.gold.dataset].append((score.uniform_page([each.gold.text], text)["f1"], exact))
        else:
            segments.append(score.segments_page(text, each.gold.with_, each.gold.without))
    cells = [
        f"{name} F1 {np.mean(values, axis=0)[0]:.4f} exact {np.mean(values, axis=0)[1]:.3f}"
        for name, values in rows.items()
    ]
    print(f"{title:24} | {' | '.join(cells)} | segments {score.segments_total(segments)['f1']:.4f}", flush=True)


class Training:
    """One judge in the making: stage by stage, on all pages and for each fold of the cross-validation."""

    def __init__(self, kind: str, examples: list[Example]) -> None:
        self.kind = kind
        self.examples = examples
        self.wording, self.words = unseen(examples, examples, lambda chosen, _: Wording(chosen))
        self.tables = [each.sheet.table for each in examples]
        self.stages: list[dict[str, NDArray[Any]]] = [{} for _ in range(FOLDS + 1)]

    def run(self) -> None:
        """Train every stage, each on what the one before said of pages it had not seen."""
        first = self.stage("first", QUICK)
        self.tables = [
            second_table(said, _where(unclear(said), words), each.sheet)
            for said, words, each in zip(first, self.wording, self.examples, strict=True)
        ]
        self.stage("second", THOROUGH)
        if self.kind == "page":
            self.tables = [
                np.column_stack([table, witnessed(each.share, each.sheet)])
                for table, each in zip(self.tables, self.examples, strict=True)
            ]
            self.stage("witnessed", THOROUGH)

    def stage(self, name: str, size: Size) -> list[Floats]:
        """Train one forest for each fold and one for all pages; what the folds' ones said of unseen pages."""

        def fit(chosen: list[Example], tables: list[Floats]) -> Boosted:
            truth = np.concatenate([each.labels.share >= 0.5 for each in chosen]).astype(np.float64)
            return Boosted(np.concatenate(tables), truth, np.concatenate([each.weights for each in chosen]), size)

        said, models = unseen(self.examples, self.tables, fit)
        report(f"{self.kind} {name}", self.examples, said)
        models.append(fit(self.examples, self.tables))
        for model, stages in zip(models, self.stages, strict=True):
            stages.update(model.arrays(name))
        return said

    def write(self, folds: Path | None) -> None:
        """The data files of the package, and those of each fold into folders named by its number."""
        targets = [(DATA, Wording(self.examples), self.stages[-1])]
        if folds:
            targets += [
                (folds / str(fold), self.words[fold], stages) for fold, stages in enumerate(self.stages[:FOLDS])
            ]
        for folder, words, stages in targets:
            folder.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(folder / f"{self.kind}.npz", **stages)
            if self.kind == "page":
                words.write(folder)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("page", "text"), action="append")
    parser.add_argument("--sample", type=int, default=1, help="only every Nth page")
    parser.add_argument("--folds", type=Path, help="also write the judges of the cross-validation, for quality.py")
    args = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    start = time.process_time()
    for kind in args.kind or ("page", "text"):
        examples = load(flattened=kind == "text", sample=args.sample)
        print(f"{kind}: {len(examples)} pages, {sum(len(each.texts) for each in examples)} blocks", flush=True)
        training = Training(kind, examples)
        training.run()
        training.write(args.folds)
    print(f"{time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
