"""What is known of one site: chrome that recurs on its pages, and where on a page its text stands."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Self

from cleaners.errors import CleanError

FORMAT = 1
TEXTS = ("lines", "edges", "shapes")
PATHS = ("chrome_paths", "body_paths", "mixed_paths")

Recurring = Mapping[str, Mapping[str, int]]  # articles by text by element


class ProfileError(CleanError):
    """A file that holds no site profile of a format known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """Chrome and places learned from `pages` articles of one host; each with the number of articles it was seen on.

    lines: texts that recur word for word, by element ("" on pages without markup). edges: the same, of texts that are
    chrome only above and below the article. shapes: texts that recur but for numbers, dates and names.
    chrome_paths, body_paths: element paths under which nothing, or everything, is article text.
    mixed_paths: those under which only some of it is, with the chance in percent that another block there is, too.
    standfirst, byline, date: element paths where these stand; "" where unknown.
    """

    host: str
    pages: int
    lines: Recurring = field(default_factory=dict)
    edges: Recurring = field(default_factory=dict)
    shapes: Recurring = field(default_factory=dict)
    chrome_paths: Mapping[str, int] = field(default_factory=dict)
    body_paths: Mapping[str, int] = field(default_factory=dict)
    mixed_paths: Mapping[str, int] = field(default_factory=dict)
    standfirst: str = ""
    byline: str = ""
    date: str = ""

    def __len__(self) -> int:
        """How many things were learned."""
        texts = sum(len(found) for name in TEXTS for found in getattr(self, name).values())
        places = (self.standfirst, self.byline, self.date)
        return texts + sum(len(getattr(self, name)) for name in PATHS) + sum(map(bool, places))

    def as_json(self) -> str:
        """A JSON object of readable lines; what was seen most often comes first."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The profile that `as_json` wrote.

        Raises ProfileError for anything else.
        """
        try:
            record = json.loads(text)
        except ValueError as error:
            raise ProfileError(f"no site profile: not JSON ({error})") from error
        if not isinstance(record, dict) or record.pop("format", None) != FORMAT:
            raise ProfileError(f'no site profile: "format" must be {FORMAT}')
        names = {each.name for each in fields(cls)}
        if not names >= set(record) or not {"host", "pages"} <= set(record):
            raise ProfileError(f"no site profile: its keys are {', '.join(sorted(record)) or 'none'}")
        wrong = [name for name, value in record.items() if not _fits(name, value)]
        if wrong:
            raise ProfileError(f"no site profile: {wrong[0]} holds what it cannot hold")
        return cls(**record)

    def save(self, path: str | Path) -> None:
        """Write the profile as a JSON file."""
        Path(path).write_text(self.as_json() + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a file that `save` wrote.

        Raises ProfileError where it holds no profile, OSError where it cannot be read.
        """
        try:
            return cls.from_json(Path(path).read_text(encoding="utf-8"))
        except (ProfileError, UnicodeDecodeError) as error:
            raise ProfileError(f"{path}: {error}") from error


def _fits(name: str, value: object) -> bool:
    if name == "pages":
        return isinstance(value, int) and value >= 0
    if name in TEXTS:
        return isinstance(value, dict) and all(map(_counts, value.values()))
    return _counts(value) if name in PATHS else isinstance(value, str)


def _counts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(count, int) for count in value.values())
