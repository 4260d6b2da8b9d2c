"""What learned site chrome adds: text F1 of each host's pages without and with a profile of that host.

python benchmarks/profiles.py                    hosts with three development pages or more, and the demo's sites
python benchmarks/profiles.py --flatten          the same pages flattened to text first
python benchmarks/profiles.py --least 2 --show   also the blocks that a profile decided

Reads the development pages from ../shared/bench, beside the project's root. A page is among those that its profile was
learned from, as it is when a folder is cleaned.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "quality"
sys.path.insert(0, str(BENCH))


@dataclass(frozen=True)
class Gold:
    """A page and what its text must hold."""

    html: bytes
    url: str
    charset: str | None = None
    text: str | None = None
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)

    def page(self, *, flat: bool) -> object:
        """The page, flattened to text first where asked."""
        from flatten import html_to_text

        from cleaners import Page

        if flat:
            return Page.from_text(html_to_text(self.html.decode(self.charset or "utf-8", "replace")), url=self.url)
        return Page.parse(self.html, url=self.url, charset=self.charset)

    def score(self, text: str) -> float:
        """F1 with the gold text, or where there are only snippets, the share of them that is right."""
        import score

        if self.text:
            return score.uniform_page([self.text], text)["f1"]
        found = score.segments_page(text, self.wanted, self.unwanted)
        return (found["tp"] + found["tn"]) / max(1, sum(found.values()))


def development(least: int) -> Iterator[tuple[str, list[Gold]]]:
    """The development pages by host, of hosts with `least` of them or more."""
    import pages

    found: dict[str, list[Gold]] = defaultdict(list)
    for name in pages.SETS:
        for gold in pages.load(name):
            url = gold.url or f"https://{gold.host}/{gold.id}"
            found[gold.host.removeprefix("www.")].append(
                Gold(gold.html, url, gold.encoding, gold.text, gold.with_, gold.without)
            )
    return ((host, golds) for host, golds in sorted(found.items()) if host and len(golds) >= least)


def invented() -> Iterator[tuple[str, list[Gold]]]:
    """The articles of the demo's sites, with the texts that they were made from."""
    from crawler.demo import publications
    from crawler.demo.pages import replies

    for site in publications():
        host = f"{site.name.lower().split()[-1]}.example"
        made = replies(site, f"https://{host}")
        stories = ((made[site.path(story)].body, site.path(story), story.text) for story in site.stories)
        yield host, [Gold(body, f"https://{host}{path}", text=text) for body, path, text in stories]


def compare(golds: list[Gold], *, show: bool, flat: bool) -> tuple[float, float, int]:
    """Mean score without and with a profile, and how much the profile knows."""
    from cleaners import Cleaner, learn

    read = [gold.page(flat=flat) for gold in golds]
    profiles = learn(read)
    alone, learned = Cleaner(), Cleaner(profiles)
    before = after = 0.0
    for gold, page in zip(golds, read, strict=True):
        before += gold.score(alone(page).article.text)
        cleaned = learned(page)
        after += gold.score(cleaned.article.text)
        for judged in (*cleaned.kept, *cleaned.removed) if show else ():
            if judged.step == "site_chrome":
                print(f"  {gold.url} {judged.reason}: {judged.block.text[:90]!r}")
    return before / len(golds), after / len(golds), sum(map(len, profiles.values()))


def table(title: str, sites: Iterator[tuple[str, list[Gold]]], *, show: bool, flat: bool) -> None:
    """Print one line a host and the mean over pages."""
    print(f"\n| {title} | pages | things learned | without | with | gain |\n|---|--:|--:|--:|--:|--:|")
    rows = []
    for host, golds in sites:
        before, after, known = compare(golds, show=show, flat=flat)
        rows.append((len(golds), before, after))
        print(f"| {host} | {len(golds)} | {known} | {before:.4f} | {after:.4f} | {after - before:+.4f} |", flush=True)
    total = sum(count for count, _, _ in rows)
    before, after = (sum(row[0] * row[at] for row in rows) / max(1, total) for at in (1, 2))
    print(f"| all | {total} | | {before:.4f} | {after:.4f} | {after - before:+.4f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=int, default=3, help="pages of a host")
    parser.add_argument("--show", action="store_true", help="print the blocks that a profile decided")
    parser.add_argument("--flatten", action="store_true", help="flatten the pages to text first")
    args = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"{BENCH}: no development pages there")
    table("invented sites", invented(), show=args.show, flat=args.flatten)
    table("development pages", development(args.least), show=args.show, flat=args.flatten)


if __name__ == "__main__":
    main()
