"""Whether a site still works, judged by what one run counted against the site's own earlier runs.

Counts are by name, as the store keeps them: "stored", "changed" and "unchanged" articles; "failed: WHY" and
"skipped: WHY" pages; "empty", "short" and "undated" ones; "listed: KIND", the articles that pages of one kind (feed,
sitemap, start, ...) led to, and "same: KIND", pages of that kind that the site called unchanged.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import median

from cleaners.article import Article

Counts = Mapping[str, int]

SHORT_WORDS = 50
FLAWS = {"empty": "without text", "short": "with hardly any text", "undated": "without a date"}
CHANCE = 0.01  # how unlikely a run must be, had nothing changed, to be called broken
JUMP, SIGMAS, LEAST = 0.25, 4.0, 10  # share more than before, standard deviations, pages
DRY_RUNS = 5  # runs without anything new that nobody wonders about
CAUSES = (
    ("robots", "robots.txt now forbids it"),
    ("challenge", "the site shows a challenge page instead of its pages"),
    ("empty", "the layout may have changed"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a site looks broken, and if so why, in one phrase for people."""

    broken: bool
    reason: str = ""


WORKS = Verdict(broken=False)


def flaws(article: Article) -> Iterator[str]:
    """What an article that was stored lacks, as it is counted."""
    if len(article.text.split()) < SHORT_WORDS:
        yield "short"
    if article.published is None:
        yield "undated"


def verdict(history: Sequence[Counts], counts: Counts) -> Verdict:
    """Judge a run. history: the counts of the site's earlier runs that were not broken themselves, newest first."""
    for reason in (_yields_none(history, counts), _source_gone(history, counts), *_jumps(history, counts)):
        if reason:
            return Verdict(broken=True, reason=reason)
    dry = _too_dry(history, counts)
    return Verdict(broken=True, reason=dry) if dry else WORKS


def articles(counts: Counts) -> int:
    """How many articles were there, new or not."""
    return sum(counts.get(name, 0) for name in ("stored", "changed", "unchanged"))


def _bad(counts: Counts) -> Counter[str]:
    """Why pages gave no article, without those that a setting left out."""
    failed = {name: n for name, n in counts.items() if name.startswith(("failed: ", "skipped: ")) and n > 0}
    return Counter(failed)


def _yields_none(history: Sequence[Counts], counts: Counts) -> str:
    bad = _bad(counts)
    if articles(counts) or not bad:
        return ""
    good_before = sum(map(articles, history))
    if not good_before:
        return f"no article was ever found: {_cause(bad, counts)}"
    bad_before = sum(sum(_bad(run).values()) for run in history)
    share = (bad_before + 1) / (bad_before + good_before + 2)
    if share ** sum(bad.values()) > CHANCE:
        return ""
    return f"none of {sum(bad.values()):,} pages gave an article: {_cause(bad, counts)}"


def _cause(bad: Counter[str], counts: Counts) -> str:
    """The most frequent reason, and what it means."""
    name, _ = bad.most_common(1)[0]
    said = name.partition(": ")[2]
    empty = counts.get("empty", 0) * 2 > sum(bad.values())
    means = next((words for sign, words in CAUSES if sign in said.lower() or (sign == "empty" and empty)), "")
    return f"{means} ({said})" if means else said


def _source_gone(history: Sequence[Counts], counts: Counts) -> str:
    """A kind of page that led to most articles, in every earlier run that read it, and now leads to none."""
    for name in sorted({name for run in history for name in run if name.startswith("listed: ")}):
        kind = name.removeprefix("listed: ")
        before = [run for run in history if not run.get(f"same: {kind}")]
        if counts.get(name) or counts.get(f"same: {kind}") or not _carried(name, before):
            continue
        why = next((each for each in _bad(counts) if each.endswith(f"({kind})")), "")
        if why:
            return f"the {kind} is gone ({why.partition(': ')[2]})"
        usual = int(median(run[name] for run in before))
        return f"no article is listed by its {kind} any more, {usual:,} were before"
    return ""


def _carried(name: str, runs: Sequence[Counts]) -> bool:
    """Whether every one of these runs, and there are two, found most of its articles under this name."""
    return len(runs) > 1 and all(
        run.get(name, 0) * 2 > sum(n for each, n in run.items() if each.startswith("listed: ")) for run in runs
    )


def _jumps(history: Sequence[Counts], counts: Counts) -> Iterator[str]:
    """Shares of flawed pages that are far above those of earlier runs."""
    pages, before = _pages(counts), sum(map(_pages, history))
    if pages < LEAST or before < LEAST:
        return
    for name, words in FLAWS.items():
        share = counts.get(name, 0) / pages
        usual = (sum(run.get(name, 0) for run in history) + 1) / (before + 2)
        if share - usual > JUMP and share - usual > SIGMAS * sqrt(usual * (1 - usual) / pages):
            cause = f": {_cause(_bad(counts), counts)}" if name == "empty" and _bad(counts) else ""
            yield f"{share:.0%} of pages are {words}, {usual:.0%} were before{cause}"


def _pages(counts: Counts) -> int:
    """Pages that were cleaned."""
    return counts.get("stored", 0) + counts.get("changed", 0) + counts.get("empty", 0)


def _too_dry(history: Sequence[Counts], counts: Counts) -> str:
    """Far more runs in a row without anything new than ever before."""
    new = [bool(run.get("stored")) for run in (counts, *history)]
    if not any(new) or new[0]:
        return ""
    now = new.index(True)
    longest = max(len(list(run)) if not any_new else 0 for any_new, run in groupby(new[now:]))
    if now <= max(DRY_RUNS, 3 * longest) or len(new) - now < DRY_RUNS:
        return ""
    return f"nothing new in the last {now} runs, at most {longest} in a row before"
