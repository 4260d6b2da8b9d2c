"""The one record that the cleaners make and everything else stores, shows and exports."""

from dataclasses import dataclass, fields
from datetime import datetime

from cleaners.characters import inert


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article without the page around it.

    `published` and `modified` are aware datetimes or None; `language` is a BCP 47 tag; `paywalled` is None where
    the page does not say. `text` holds paragraphs joined by a blank line: no headline, byline, captions or prompts;
    subheadings stay. An empty `text` means that the page holds no article. No field holds control characters or
    noncharacters: they steer terminals, and XML and PostgreSQL refuse them.
    """

    url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    description: str | None = None
    image: str | None = None
    paywalled: bool | None = None
    text: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, inert(value))
            elif isinstance(value, tuple):
                object.__setattr__(self, field.name, tuple(map(inert, value)))

    def as_record(self) -> dict[str, object]:
        """The fields in order as JSON types: times in ISO 8601 with offset, tuples as lists."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
