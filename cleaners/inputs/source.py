"""What reading an input gives: a page to clean, or a reason why there is none."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One page, still as bytes.

    name: for messages: the path as given, with the member or address inside an archive behind it.
    place: path relative to the argument it was found under, "/" between parts; outputs take their names from it.
    kind: "text" for a page that was flattened to text.
    url: where the page was saved from, if that is written in it or beside it; http and https only.
    charset: what an HTTP or MIME header said.
    modified: of the file that holds it, in seconds since 1970; 0 where there is no file.
    """

    name: str
    data: bytes
    kind: Literal["html", "text"] = "html"
    url: str | None = None
    charset: str | None = None
    fetched_at: datetime | None = None
    place: str = ""
    modified: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An input that gives no page, and why.

    skipped: by policy or because there is nothing in it; otherwise it counts as failed.
    """

    name: str
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLimits:
    """Budgets for what strangers packed.

    page_bytes: longest page after decompression; longer ones are refused before anything parses them.
    expansion: how many times its own size an archive may unpack to, beyond `page_bytes`; ordinary archives of pages
        stay under 20.

    Raises ValueError for a limit under 1.
    """

    page_bytes: int = 40_000_000
    expansion: int = 200

    def __post_init__(self) -> None:
        if min(self.page_bytes, self.expansion) < 1:
            raise ValueError("input limits must be at least 1")

    def budget(self, packed: int) -> int:
        """How many bytes an archive of `packed` bytes may unpack to."""
        return self.page_bytes + self.expansion * packed
