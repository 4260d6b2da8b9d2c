"""The archive's index in a store."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from crawler.archive.entry import Entry
from crawler.store import Store, archive_index


@dataclass(frozen=True, slots=True)
class StoreIndex:
    """An `Index` whose every call is a transaction of its own."""

    store: Store

    def add(self, entries: Sequence[Entry]) -> None:
        """Remember records that are safe on the disk."""
        if entries:
            with self.store.writing() as connection:
                archive_index.add(connection, self.store.dialect, entries)

    def original(self, digest: str) -> Entry | None:
        """The first record that holds this payload itself."""
        with self.store.reading() as connection:
            return archive_index.original(connection, digest)

    def newest(self, files: Collection[str]) -> Iterator[Entry]:
        """The last capture of each URL in these files, in the order in which they were written."""
        with self.store.reading() as connection:
            yield from archive_index.newest(connection, files)

    def end(self, file: str, size: int) -> int:
        """Where the last known record ends of a file that is now `size` bytes long; those behind it are forgotten."""
        with self.store.reading() as connection:
            known = archive_index.end(connection, file, size)
            beyond = archive_index.end(connection, file, 1 << 62) > known
        if beyond:
            with self.store.writing() as connection:
                archive_index.forget(connection, file, size)
        return known
