"""What learned site chrome adds: text F1 of each host's pages without and with a profile of that host.

python benchmarks/profiles.py                    hosts with three pages or more and gold text
python benchmarks/profiles.py --least 2 --show   also the blocks that changed

Reads the development pages from ../shared/bench, beside the project's root. A page's own copy is among the pages that
its profile was learned from, as it is when a folder is cleaned.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "quality"
sys.path.insert(0, str(BENCH))


def hosts(least: int) -> dict[str, list]:
    """Gold pages with text by host, of hosts with `least` of them or more."""
    import pages

    found = defaultdict(list)
    for name in pages.SETS:
        for gold in pages.load(name):
            found[gold.host.removeprefix("www.")].append(gold)
    return {host: golds for host, golds in sorted(found.items()) if host and len(golds) >= least}


def compare(golds: list, *, show: bool, flat: bool) -> tuple[int, float, float, int]:
    """Pages, mean score without and with a profile, and how much the profile knows."""
    from cleaners import Cleaner, Page, learn

    if flat:
        from flatten import html_to_text

        read = [
            Page.from_text(
                html_to_text(gold.html.decode(gold.encoding or "utf-8", "replace")),
                url=f"https://{gold.host}/{gold.id}",
            )
            for gold in golds
        ]
    else:
        read = [
            Page.parse(gold.html, url=gold.url or f"https://{gold.host}/{gold.id}", charset=gold.encoding)
            for gold in golds
        ]
    profiles = learn(read)
    alone, learned = Cleaner(), Cleaner(profiles)
    before = after = 0.0
    for gold, page in zip(golds, read, strict=True):
        one, two = alone(page), learned(page)
        before += score_of(gold, one.article.text)
        after += score_of(gold, two.article.text)
        if show:
            for judged in (*two.kept, *two.removed):
                if judged.step == "site_chrome":
                    print(f"  {gold.id} {judged.reason}: {judged.block.text[:90]!r}")
    return len(golds), before / len(golds), after / len(golds), sum(map(len, profiles.values()))


def score_of(gold: object, text: str) -> float:
    """F1 with the gold text, or where there are only snippets, the share of them that is right."""
    import score

    if gold.text:
        return score.uniform_page([gold.text], text)["f1"]
    found = score.segments_page(text, gold.with_, gold.without)
    return (found["tp"] + found["tn"]) / max(1, sum(found.values()))


def main() -> None:
    """Print one line a host and the mean over pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=int, default=3, help="pages of a host")
    parser.add_argument("--show", action="store_true", help="print the blocks that a profile decided")
    parser.add_argument("--flatten", action="store_true", help="flatten the pages to text first")
    args = parser.parse_args()
    if not BENCH.is_dir():
        sys.exit(f"{BENCH}: no development pages there")
    print("| host | pages | things learned | without | with | gain |\n|---|--:|--:|--:|--:|--:|")
    rows = []
    for host, golds in hosts(args.least).items():
        count, before, after, known = compare(golds, show=args.show, flat=args.flatten)
        rows.append((count, before, after))
        print(f"| {host} | {count} | {known} | {before:.4f} | {after:.4f} | {after - before:+.4f} |", flush=True)
    total = sum(count for count, _, _ in rows)
    means = [sum(row[0] * row[at] for row in rows) / max(1, total) for at in (1, 2)]
    print(f"| all | {total} | | {means[0]:.4f} | {means[1]:.4f} | {means[1] - means[0]:+.4f} |")


if __name__ == "__main__":
    main()
