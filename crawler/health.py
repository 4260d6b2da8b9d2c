"""Whether a site still works, judged by what one run counted against the site's own earlier runs.

Counts are by name, as the store keeps them: "stored", "changed" and "unchanged" articles, of the new ones "short",
"undated", "paywalled" and "dated by SOURCE"; pages that "failed: WHY", were "empty: WHY" or "skipped: WHY"; "listed by
KIND", the articles that pages of one kind (feed, sitemap, start, ...) led to, "read KIND", pages of that kind that were
read, and "same KIND", those that the site called unchanged.
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
CAUSES = {
    "forbidden by robots.txt": "robots.txt now forbids it",
    "Crawl-delay": "robots.txt now asks for too long a delay",
    "robots.txt answers": "robots.txt cannot be had, so nothing may be fetched",
    "failed: robots.txt:": "the site cannot be reached",
    "challenge": "the site shows a challenge page instead of its pages",
    "empty: no block": "the layout may have changed, the judge keeps nothing",
    "empty: the page holds": "the layout may have changed, the pages come without text",
    "empty: a section": "the layout may have changed, articles are taken for lists",
    "empty: a login": "the site asks for a login now",
    "empty": "the layout may have changed",
}
NOT_HAD = ("robots.txt", "challenge", "HTTP ")  # of what is skipped, what the site did not let us have
START = "(start)"  # behind what is counted of the page at which a site's crawl starts; without it there is nothing
LISTED = "listed by "
DATED = "dated by "
KINDS = {"start": "front page", "listing": "section pages"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a site looks broken, and if so why, in one phrase for people."""

    broken: bool
    reason: str = ""


WORKS = Verdict(broken=False)


def marks(article: Article, dated_by: str = "") -> Iterator[str]:
    """What is worth a count about an article that was stored. dated_by: what told its day."""
    if len(article.text.split(maxsplit=SHORT_WORDS)) < SHORT_WORDS:
        yield "short"
    if article.paywalled:
        yield "paywalled"
    if article.published is None:
        yield "undated"
    elif dated_by:
        yield f"{DATED}{dated_by}"


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
    """Why pages gave no article, without those that were left out by choice."""
    return Counter({name: n for name, n in counts.items() if n > 0 and _is_bad(name)})


def _is_bad(name: str) -> bool:
    what, _, why = name.partition(": ")
    return what in ("failed", "empty") or (what == "skipped" and any(sign in why for sign in (*NOT_HAD, START)))


def _yields_none(history: Sequence[Counts], counts: Counts) -> str:
    bad = _bad(counts)
    good_before = sum(map(articles, history))
    if articles(counts) or (not bad and (good_before or counts.get("known"))):
        return ""
    front = next((name for name in bad if name.endswith(START)), "")
    if good_before and front:
        return f"the front page cannot be had: {_cause(Counter([front]))}"
    if not good_before:
        return f"no article was ever found: {_cause(bad) if bad else 'no page of the site leads to one'}"
    bad_before = sum(sum(_bad(run).values()) for run in history)
    share = (bad_before + 1) / (bad_before + good_before + 2)
    if share ** sum(bad.values()) > CHANCE:
        return ""
    return f"none of {sum(bad.values()):,} pages gave an article: {_cause(bad)}"


def _cause(bad: Counter[str]) -> str:
    """The most frequent reason, and what it means."""
    name, _ = bad.most_common(1)[0]
    said = name.partition(": ")[2]
    means = next((words for sign, words in CAUSES.items() if sign in name), "")
    return f"{means} ({said})" if means else said


def _source_gone(history: Sequence[Counts], counts: Counts) -> str:
    """A kind of page that led to most articles, in every earlier run that read it, and now leads to none."""
    for name in sorted({name for run in history for name in run if name.startswith(LISTED)}):
        kind = name.removeprefix(LISTED)
        before = [run for run in history if not run.get(f"same {kind}")]
        if counts.get(name) or counts.get(f"same {kind}") or not _carried(name, before):
            continue
        why = next((each for each in _bad(counts) if each.endswith(f"({kind})")), "")
        if why:
            return f"the {KINDS.get(kind, kind)} is gone ({why.partition(': ')[2]})"
        if not counts.get(f"read {kind}"):
            continue  # not due in this run
        usual = int(median(run[name] for run in before))
        return f"no article is listed by its {KINDS.get(kind, kind)} any more, {usual:,} were before"
    return ""


def _carried(name: str, runs: Sequence[Counts]) -> bool:
    """Whether every one of these runs, and there are two, found most of its articles under this name."""
    return len(runs) > 1 and all(
        run.get(name, 0) * 2 > sum(n for each, n in run.items() if each.startswith(LISTED)) for run in runs
    )


def _jumps(history: Sequence[Counts], counts: Counts) -> Iterator[str]:
    """Shares of flawed pages that are far above those of earlier runs."""
    pages, before = _pages(counts), sum(map(_pages, history))
    if pages < LEAST or before < LEAST:
        return
    for name, words in FLAWS.items():
        share = _total(counts, name) / pages
        usual = (sum(_total(run, name) for run in history) + 1) / (before + 2)
        if share - usual > JUMP and share - usual > SIGMAS * sqrt(usual * (1 - usual) / pages):
            cause = _at_fault(name, history, counts)
            yield f"{share:.0%} of pages are {words}, {usual:.0%} were before" + (f": {cause}" if cause else "")


def _at_fault(flaw: str, history: Sequence[Counts], counts: Counts) -> str:
    """What lets pages come out with a flaw now, in words; "" where nothing stands out."""
    if flaw == "empty":
        empty = {name: n for name, n in _bad(counts).items() if name.startswith("empty")}
        return _cause(Counter(empty))
    if flaw == "short":
        return "they say that they must be paid for" if _lost("paywalled", counts, history) > JUMP else ""
    sources = {name for run in history for name in run if name.startswith(DATED)}
    lost, source = max(((_lost(name, history, counts), name) for name in sources), default=(0.0, ""))
    return f"{source.removeprefix(DATED)} no longer tells it" if lost > JUMP / 2 else ""


def _lost(name: str, more: Sequence[Counts] | Counts, less: Sequence[Counts] | Counts) -> float:
    """How much larger the share of articles with a mark is here than there."""
    return _share(name, more) - _share(name, less)


def _share(name: str, runs: Sequence[Counts] | Counts) -> float:
    among = [runs] if isinstance(runs, Mapping) else runs
    return sum(run.get(name, 0) for run in among) / max(1, sum(_new(run) for run in among))


def _new(counts: Counts) -> int:
    """Articles that were new or changed."""
    return counts.get("stored", 0) + counts.get("changed", 0)


def _pages(counts: Counts) -> int:
    """Pages that were cleaned."""
    return _new(counts) + _total(counts, "empty")


def _total(counts: Counts, what: str) -> int:
    return sum(n for name, n in counts.items() if name.partition(": ")[0] == what)


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
