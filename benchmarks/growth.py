"""CPU time and memory on pages that make extractors quadratic, each in a process of its own.

    python benchmarks/growth.py

Measured from after a first small page, so that start-up does not count; memory is the process's peak.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import cleaners

SENTENCE = "<p>The council voted on Tuesday to keep the ferry running through the winter, whatever it costs.</p>\n"
BODY = f"<h1>Ferry stays</h1>{SENTENCE * 5}"


def _backslashes() -> str:
    script = '{"@type": "NewsArticle", "headline": "' + "\\" * 41_000 + '"}'
    return f'<html><head><script type="application/ld+json">{script}</script></head><body>{BODY}</body></html>'


def _table() -> str:
    row = f"<tr>{'<td>cell text</td>' * 100}</tr>"
    return f"<html><body>{BODY}<table>{row * 100}</table></body></html>"


def _attributes() -> str:
    return f"<html><body><div {' '.join(f'a{at}=1' for at in range(1_000_000))}>{BODY}</div></body></html>"


PAGES: dict[str, Callable[[], str]] = {
    "5 MB of paragraphs": lambda: f"<html><body>{SENTENCE * (5_000_000 // len(SENTENCE))}</body></html>",
    "100,000 tiny paragraphs": lambda: f"<html><body>{'<p>a</p>' * 100_000}</body></html>",
    "JSON-LD of 41,000 backslashes": _backslashes,
    "table of 100 by 100": _table,
    "a million attributes": _attributes,
}


def run(name: str) -> list[str]:
    """Clean one page in this process; size, CPU seconds, memory, what came of it."""
    page = PAGES[name]()
    cleaners.clean(BODY)
    start = time.process_time()
    try:
        result = f"text of {len(cleaners.clean(page, url='http://localhost/news/1').text):,} characters"
    except cleaners.CleanError as error:
        result = str(error)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return [name, f"{len(page):,}", f"{spent:.2f}", f"{peak:.0f}", result]


def main() -> None:
    """Run each page in a process of its own, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", help=argparse.SUPPRESS)
    page = parser.parse_args().page
    if page:
        print(json.dumps(run(page)))
        return
    print("| page | characters | CPU s | MB | result |\n|---|--:|--:|--:|---|")
    for name in PAGES:
        done = subprocess.run([sys.executable, __file__, "--page", name], capture_output=True, text=True, check=True)
        print(f"| {' | '.join(json.loads(done.stdout))} |", flush=True)


if __name__ == "__main__":
    main()
