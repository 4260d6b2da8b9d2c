"""Saved pages with addresses, so that a crawl can treat them like others: file:///PATH, or file:///PATH#NUMBER:NAME."""

import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from cleaners.inputs import Refused, Source, read_inputs
from cleaners.inputs.walk import find

ORIGIN = "file://"
ALL = "#all"  # behind the address of a file, for all that is in it: one page may be all, and has the bare address
OPEN_FILES = 64  # that are read in turns
PASSED_OVER = 16  # pages of one file that are kept because one behind them was asked for first
CHANGED = "the file was changed while it was read; the next run reads it anew"

Item = Source | Refused
Pages = Generator[Item, None, None]


def is_saved(url: str) -> bool:
    """Whether an address names a file on this machine."""
    return url.startswith(ORIGIN)


def path_of(url: str) -> Path:
    """The file or folder that an address names."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(url).path)))


def listed(url: str) -> Iterator[tuple[str, Item]]:
    """Every page in a file, folder or archive (HTML, MHTML, zip, WARC, WACZ) with its address, in a stable order.

    What gives no page comes as Refused, under an address too.
    """
    for found in find(str(path_of(url))):
        if isinstance(found, Refused):
            yield Path(found.name).absolute().as_uri(), found
        else:
            path = Path(found.name)
            for number, item in enumerate(_read(path)):
                yield _address(path, number, item), item


def fingerprint(url: str) -> str:
    """What changes when a file does, or one in a folder: by names, sizes and times, nothing is read."""
    digest = blake2b(digest_size=16)
    for found in find(str(path_of(url))):
        known = found.name if isinstance(found, Refused) else f"{found.name}\n{found.size}\n{found.modified}"
        digest.update(os.fsencode(known) + b"\0")
    return digest.hexdigest()


def fetched_at(source: Source) -> datetime:
    """When a page was fetched, as far as is known: the file was written then at the latest."""
    return source.fetched_at or datetime.fromtimestamp(source.modified, UTC)


class SavedPages:
    """Reads pages by their addresses; those of one file cost little if they are asked for about in their order."""

    def __init__(self) -> None:
        self._open: dict[Path, _File] = {}

    def read(self, url: str) -> Item:
        """The page under an address from `listed`."""
        path, number = path_of(url), int(urlsplit(url).fragment.partition(":")[0] or 0)
        file = self._open.pop(path, None)
        if file is None or not file.has(number):
            file = _File(path)
        self._open[path] = file  # behind the others
        for least in list(self._open)[:-OPEN_FILES]:
            self._open.pop(least).close()
        item = file.item(number)
        if item is None or _address(path, number, item) != url:
            return Refused(name=url, reason=CHANGED)
        return item

    def close(self) -> None:
        """Close the files."""
        while self._open:
            self._open.popitem()[1].close()


class _File:
    """One file, read from its beginning on."""

    def __init__(self, path: Path) -> None:
        self._pages = _read(path)
        self._next = 0
        self._passed: dict[int, Item] = {}

    def has(self, number: int) -> bool:
        return number >= self._next or number in self._passed

    def item(self, number: int) -> Item | None:
        for item in islice(self._pages, max(0, number + 1 - self._next)):
            self._passed[self._next] = item
            self._passed.pop(self._next - PASSED_OVER, None)
            self._next += 1
        return self._passed.pop(number, None)

    def close(self) -> None:
        self._pages.close()


def _read(path: Path) -> Pages:
    yield from read_inputs([str(path)])


def _address(path: Path, number: int, item: Item) -> str:
    inside = item.name.removeprefix(str(path)).lstrip(":")
    member = f"#{number}:{quote(inside.encode('utf-8', 'surrogateescape'))}" if inside else ""
    return path.absolute().as_uri() + member
