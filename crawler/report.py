"""The closing words of a crawl: a table a site, the reasons, the failures by name, the exit code."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from crawler.process import Result

COLUMNS = ("found", "stored", "changed", "unchanged", "gone", "duplicates", "empty", "skipped", "failed")
START = " (start)"  # of the page at which a site's crawl starts
Counts = Mapping[str, int]


def total(counts: Counts, prefix: str) -> int:
    """The sum of all counts under one word: "skipped" counts "skipped: HTTP 404"."""
    return sum(value for name, value in counts.items() if name.partition(":")[0] == prefix)


def table(sites: Mapping[str, Counts], title: str = "") -> Table:
    """One line a site."""
    found = Table(title=title or None, box=None, padding=(0, 1, 0, 0), header_style="bold")
    found.add_column("site", overflow="fold")
    for name in COLUMNS:
        found.add_column(name, justify="right")
    for site, counts in sites.items():
        numbers = [total(counts, name) for name in COLUMNS]
        found.add_row(Text(site), *(str(number) for number in numbers))
    return found


def reasons(sites: Mapping[str, Counts]) -> Iterator[str]:
    """Why pages were empty, skipped or failed, a line a reason, most frequent first."""
    for site, counts in sites.items():
        for name, value in sorted(counts.items(), key=lambda each: -each[1]):
            if ":" in name and value:
                yield f"{site}: {value:,} {name}"


def verdicts(result: "Result") -> Iterator[str]:
    """What is wrong, a line each; nothing where all is well."""
    for site, who in result.busy.items():
        yield f"{site}: left out, it is being crawled by {who}"
    for site, counts in result.counts.items():
        yield from (f"{site}: {name.removesuffix(START)}" for name in counts if name.endswith(START))
    for site, reason in result.broken.items():
        yield f"{site}: looks broken: {reason}"
    if any(total(counts, "failed") for counts in result.counts.values()):
        for failure in result.failures:
            yield f"failed: {failure.url}: {failure.reason}"
    for host, reason in result.faults.items():
        yield f"{host}: {reason}"
    yield from filter(None, result.waiting.values())
    if not result.finished:
        yield "stopped before the end; the same command goes on where it was"


def as_records(result: "Result") -> Iterator[dict[str, object]]:
    """The same as JSON types, a record a site; state: "done", "stopped" before the end, or "busy" elsewhere."""
    for site, counts in result.counts.items():
        yield {
            "site": site,
            "state": "busy" if site in result.busy else "done" if result.finished else "stopped",
            "counts": dict(counts),
            "verdict": result.broken.get(site),
            "failures": [{"url": each.url, "reason": each.reason} for each in result.failures if each.site == site],
        }
    for site in result.busy.keys() - result.counts.keys():
        yield {"site": site, "state": "busy", "counts": {}, "verdict": None, "failures": []}


def exit_code(result: "Result") -> int:
    """0 all well; 1 something failed or a site looks broken; 3 no site could be reached; 130 stopped by a signal."""
    if not result.finished:
        return 3 if result.faults else 130
    unreached = [any(name.endswith(START) for name in counts) for counts in result.counts.values()]
    nothing = not any(counts.get("found") for counts in result.counts.values())
    if nothing and unreached and all(unreached):
        return 3
    return 1 if any(verdicts(result)) else 0
