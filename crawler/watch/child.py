"""One run of one site, in a process of its own: `python -m crawler.watch.child`, with its order on standard input."""

import json
import sys
from pathlib import Path

from crawler.errors import SettingsError, UnavailableError, WirebrushError


def main() -> int:
    """Crawl the site and write one JSON object: what came of it, or the fault that ended it."""
    order = json.load(sys.stdin)
    try:
        answer = _run(order)
    except WirebrushError as error:
        answer = {"error": "; ".join(error.lines)}
    print(json.dumps(answer))
    return 0


def _run(order: dict[str, str]) -> dict[str, object]:
    from crawler.config import load
    from crawler.process import Plan, run
    from crawler.sites import by_name

    sites = by_name(load(Path(order["file"])).sites)
    if order["site"] not in sites:
        raise SettingsError(f"{order['file']}: {order['site']} is not in it any more")
    plan = Plan(
        sites={order["site"]: sites[order["site"]]},
        store=order["store"],
        archive=order["archive"] or None,
        jobs=1,
        settings={"LOG_ENABLED": False},
    )
    result = run(plan)
    if result.busy:
        raise UnavailableError(f"{order['site']} is being crawled by {result.busy[order['site']]}")
    counts = dict(result.counts.get(order["site"], {}))
    return {"finished": result.finished, "counts": counts, "waiting": [*filter(None, result.waiting.values())]}


if __name__ == "__main__":
    sys.exit(main())
