"""What goes into an archive, and what its index knows of each record."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

RecordKind = Literal["response", "revisit", "resource"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetched page: the decoded body and the response's headers as the crawler saw them.

    rendered: the body is a browser's tree written out and not what the server sent.
    """

    url: str
    body: bytes
    fetched_at: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    rendered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where one record lies.

    url: as the record names it, ASCII and without credentials. fetched_at: UTC, to the second. digest: of the payload,
    "sha1:BASE32". offset, length: of the gzip member in `file`, in bytes.
    """

    url: str
    fetched_at: datetime
    kind: RecordKind
    digest: str
    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """The offset behind the record."""
        return self.offset + self.length


class Index(Protocol):
    """What an archive needs of its index. It may lag behind the files after a kill; `recover` brings it up again."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Remember records that are safe on the disk."""
        ...

    def original(self, digest: str) -> Entry | None:
        """The first record that holds this payload itself."""
        ...

    def newest(self, files: Collection[str]) -> Iterator[Entry]:
        """The last capture of each URL in these files, in the order in which they were written."""
        ...

    def end(self, file: str, size: int) -> int:
        """Where the last known record ends of a file that is now `size` bytes long; those behind it are forgotten."""
        ...
