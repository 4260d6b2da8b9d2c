"""What a learned profile saves: CPU time and text F1 on sites that are known, beside trafilatura in the same run.

    python benchmarks/known_sites.py                  every 8th page
    python benchmarks/known_sites.py --first 3 --folds DIR    every 8th page from the fourth on

The development pages hold three or four pages of a host at most. So each page becomes a site: its siblings keep its
markup, its menus and its short lines, and have other sentences wherever a line of the page says more than a menu does,
in the article as in teasers, comments and advertising. A profile is learned from twelve siblings, as their host's. Then
three pages that it was not learned from are cleaned with it, one after another as in a crawl: two more siblings, which
count for the time, and the page itself, whose gold text tells the F1. "Alone" is the share of all three that were
decided without the judge.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import mean
from typing import Any

from development import fold_of, label, module
from lxml import etree
from quality import fold_steps

from cleaners.blocks import INLINE
from cleaners.clean import Cleaned, Cleaner
from cleaners.learning import learn
from cleaners.page import Page, parse_html
from cleaners.profile import SiteProfile
from cleaners.steps import DEFAULT_STEPS, Step

LEARNED = 12
TIMED = 2
MENU = 25  # characters of the longest line that siblings share
WARM_UP = 4
NAMELESS = "site.example"
Steps = tuple[tuple[str, Step], ...]
FIXED = frozenset("script style title noscript template".split())
_SENTENCE = re.compile(r"[^.!?]+[.!?]+")


class Writer:
    """Other sentences: those of all gold texts, in an order of its own."""

    def __init__(self, golds: list[Any]) -> None:
        texts = (gold.text for gold in golds if gold.text)
        self.sentences = [each.strip() for text in texts for each in _SENTENCE.findall(text) if 30 < len(each) < 300]
        self.dice = random.Random(7)

    def like(self, text: str) -> str:
        """As much text, from elsewhere; a short one ends in the middle of a sentence, as headlines do."""
        if len(text) < 2 * MENU:
            return self.dice.choice(self.sentences)[: len(text)].rpartition(" ")[0]
        said: list[str] = []
        while sum(map(len, said)) < len(text):
            said.append(self.dice.choice(self.sentences))
        return " ".join(said)


def sibling(source: str, article: set[str], writer: Writer) -> bytes:
    """A page of the same site with other teasers and another article; article: the lines of this one."""
    root, _ = parse_html(source)
    for node in root.iter(etree.Element):
        for name in () if node.tag in FIXED else ("text", "tail"):
            text = getattr(node, name) or ""
            said = text.strip()
            if len(said) > MENU or (said and _around(node if name == "text" else node.getparent()) in article):
                setattr(node, name, text.replace(said, writer.like(said)))
    return bytes(etree.tostring(root, method="html", encoding="utf-8"))


def _around(node: Any) -> str:
    """What the block says that a node stands in."""
    while node.tag in INLINE:
        node = node.getparent()
    return " ".join("".join(node.itertext()).split())


def site(gold: Any, writer: Writer) -> tuple[list[Page], list[bytes]]:
    """Pages to learn from and pages to take the time of."""
    source = gold.html.decode(gold.encoding or "utf-8", "replace")
    page = Page.parse(source)
    article = {page.blocks[at].text for at, share in enumerate(label(page, gold).share) if share >= 0.5}
    made = [sibling(source, article, writer) for _ in range(LEARNED + TIMED)]
    address = f"https://{gold.host or NAMELESS}"
    return [Page.parse(html, url=f"{address}/{at}") for at, html in enumerate(made[:LEARNED])], made[LEARNED:]


class Row:
    """What one way of cleaning costs, and how well it does."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        self.f1: list[float] = []
        self.alone: list[bool] = []

    def line(self, name: str, base: float) -> str:
        """A row of the table."""
        spent, alone = mean(self.spent), f"{mean(self.alone):.0%}" if self.alone else ""
        return f"| {name} | {1000 * spent:.1f} | {spent / base:.2f} | {mean(self.f1):.4f} | {alone} |"

    def note(self, cleaned: Any) -> str:
        """The text of a cleaned page; keeps whether the judge was asked about it."""
        if not isinstance(cleaned, Cleaned):
            return getattr(cleaned, "text", None) or ""
        trails = (each.trail for each in (*cleaned.kept, *cleaned.removed))
        self.alone.append(not any(found.step == "main_content" for trail in trails for found in trail))
        return cleaned.article.text


def ways(profiles: dict[str, SiteProfile], steps: Steps, url: str) -> dict[str, Callable[[bytes], Any]]:
    """Who cleans a page, and how."""
    from trafilatura import bare_extraction

    def ours(html: bytes, known: dict[str, SiteProfile]) -> Any:
        return Cleaner(known, steps=steps)(Page.parse(html, url=url))

    return {
        "trafilatura": partial(bare_extraction, url=url, include_comments=False, with_metadata=True),
        "wirebrush, site unknown": partial(ours, known={}),
        "wirebrush, site known": partial(ours, known=profiles),
    }


def run(golds: list[Any], writer: Writer, folds: Path | None) -> Iterator[str]:
    """Clean every page's site in each way; a table."""
    score, judges = module("score"), fold_steps(folds) or [DEFAULT_STEPS]
    rows: dict[str, Row] = {}
    for number, gold in enumerate(golds):
        pages, timed = site(gold, writer)
        steps = judges[fold_of(gold.host or gold.id, len(judges))]
        profiles = learn(pages, cleaner=Cleaner(steps=steps))
        for name, way in ways(profiles, steps, f"https://{gold.host or NAMELESS}/page").items():
            row = rows.setdefault(name, Row())
            for html in timed:
                start = time.process_time()
                found = way(html)
                row.spent.append(time.process_time() - start)
                row.note(found)
            row.f1.append(score.uniform_page([gold.text], row.note(way(gold.html)))["f1"])
            if number < WARM_UP:
                row.spent.clear()
    yield f"{len(golds)} sites\n\n| | CPU ms a page | ratio | F1 of the real page | alone |\n|---|--:|--:|--:|--:|"
    base = mean(rows["trafilatura"].spent)
    yield from (row.line(name, base) for name, row in rows.items())


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=8)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folds", type=Path, help="judges that train_judge.py --folds wrote")
    parser.add_argument("--sets", nargs="+", default=["fundus", "wcxb"])
    args = parser.parse_args()
    pages = module("pages")
    golds = list(chain.from_iterable(pages.load(name) for name in args.sets))
    golds = [gold for gold in golds if gold.text]
    sys.stdout.writelines(f"{line}\n" for line in run(golds[args.first :: args.sample], Writer(golds), args.folds))


if __name__ == "__main__":
    main()
