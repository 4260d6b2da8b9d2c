"""Where bytes came from, carried along while they are unpacked."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Self

from cleaners.inputs.source import Refused

PAGES = frozenset((".html", ".htm", ".xhtml", ".mhtml", ".mht", ".txt", ".text"))
ARCHIVES = frozenset((".warc", ".wacz", ".zip"))
# what lies beside saved pages and holds text or tags without being a page
BESIDE = frozenset(
    ".js .mjs .css .json .jsonl .map .xml .rss .atom .svg .csv .tsv .py .toml .yaml .yml .cdx .cdxj .log".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """name and place as in `Source`; named: the user asked for this very input, by path."""

    name: str
    place: str
    named: bool
    modified: float = 0.0

    @property
    def suffix(self) -> str:
        """Of the name, in lower case, without ".gz"."""
        return PurePosixPath(self.place.lower().removesuffix(".gz")).suffix

    def inside(self, member: str) -> Self:
        """For a member of this archive."""
        folder = self.place.removesuffix(".gz").removesuffix(self.suffix)
        return replace(self, name=f"{self.name}:{member}", place=f"{folder}/{member}", named=False)

    def failed(self, reason: str) -> Refused:
        """Refused, and that is a failure."""
        return Refused(name=self.name, reason=reason)

    def skipped(self, reason: str) -> Refused:
        """Refused, by policy or because there is nothing in it."""
        return Refused(name=self.name, reason=reason, skipped=True)
