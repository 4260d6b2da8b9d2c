"""The other process of `crawl()`: reads an order from standard input, writes a line of JSON for each article.

It stops when its standard input ends, so that it never outlives who asked.
"""

import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from crawler.errors import WirebrushError
from crawler.process import Plan, run
from crawler.report import exit_code, verdicts
from crawler.sites import by_name, from_urls

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Stream:
    """An extension: every stored record goes to standard output at once."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """An extension that hears of stored articles."""
        extension = cls()
        crawler.signals.connect(extension.stored, signals.item_scraped)
        return extension

    def stored(self, item: object) -> None:
        """One article."""
        tell("article", item)


def tell(kind: str, value: object) -> None:
    """A line for who asked."""
    sys.stdout.buffer.write(json.dumps({kind: value}).encode() + b"\n")
    sys.stdout.buffer.flush()


def plan_of(order: dict[str, Any]) -> Plan:
    """What was asked for.

    Raises SettingsError for an address that cannot be fetched.
    """
    sites = from_urls(order["urls"], delay=order["delay"], allow_hosts=order["allow_hosts"])
    own = {"LOG_ENABLED": False, "EXTENSIONS": {"crawler.stream.Stream": 300}}
    return Plan(sites=by_name(sites), store=order["store"], limit=order["limit"], settings=own | order["settings"])


def stop_with_input() -> None:
    """End the crawl as Ctrl-C would, once nobody is there to read."""
    while os.read(sys.stdin.fileno(), 1):  # not through sys.stdin: its lock would be held in every forked worker
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """One order."""
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=stop_with_input, daemon=True).start()
    try:
        result = run(plan_of(order))
    except WirebrushError as error:
        tell("error", {"code": error.exit_code, "message": str(error)})
    else:
        tell("end", {"code": exit_code(result), "message": "; ".join(verdicts(result))})


if __name__ == "__main__":
    main()
