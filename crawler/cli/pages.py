"""From inputs to pages, for the verbs that look at pages in their own process."""

import sys
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote, urljoin

import click

from cleaners import CleanError, Page
from cleaners.characters import printable
from cleaners.decode import decode
from cleaners.inputs import Refused, Source
from crawler.remote import read_inputs


def to_page(source: Source, url: str | None) -> Page:
    """The page in a source; `url` counts where the source does not know its address.

    Raises CleanError for a source that cannot be looked at.
    """
    where = source.url or url
    if source.kind == "text":
        return Page.from_text(decode(source.data, source.charset), url=where)
    return Page.parse(source.data, url=where, charset=source.charset)


class Reader:
    """Reads pages one at a time and counts them by host; what gives no page is named on standard error."""

    def __init__(self, paths: tuple[str, ...], url: str | None) -> None:
        self.paths = paths
        self.url = url
        self.hosts: Counter[str] = Counter()
        self.skipped = self.failed = 0

    def pages(self) -> Iterator[Page]:
        """The pages in the order of the input."""
        for found in read_inputs(self.paths, stdin=sys.stdin.buffer):
            if isinstance(found, Refused):
                self._refuse(found)
                continue
            try:
                page = to_page(found, self._address(found))
            except CleanError as error:
                self._refuse(Refused(name=found.name, reason=str(error)))
            else:
                self.hosts[page.host] += 1
                yield page

    def _address(self, source: Source) -> str | None:
        """An address on the site for each page: pages with one address would count as one page."""
        return urljoin(self.url, quote(source.place)) if self.url else None

    def _refuse(self, refused: Refused) -> None:
        self.skipped += refused.skipped
        self.failed += not refused.skipped
        click.echo(printable(f"{refused.name}: {refused.reason}"), err=True)
