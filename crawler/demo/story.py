"""An article of a demo site, as its text file tells it."""

from dataclasses import dataclass
from datetime import datetime

SUBHEADING = "## "


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a page of the site is made from, and so what a cleaner should find in that page."""

    slug: str
    title: str
    author: str
    handle: str
    section: str
    published: datetime
    topics: tuple[str, ...]
    caption: str
    credit: str
    summary: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The article as `Article.text` should hold it: subheadings are paragraphs."""
        return "\n\n".join(paragraph.removeprefix(SUBHEADING) for paragraph in self.paragraphs)


def parse_story(slug: str, source: str) -> Story:
    """Read a story from its file: "Name: value" lines, an empty line, paragraphs with empty lines between them.

    Raises KeyError for a missing line and ValueError for a bad date.
    """
    head, _, body = source.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    caption, _, credit = fields["Photo"].partition(" | ")
    return Story(
        slug=slug,
        title=fields["Title"],
        author=fields["By"],
        handle=fields.get("Handle", ""),
        section=fields["Section"],
        published=datetime.fromisoformat(fields["Published"]),
        topics=tuple(fields["Topics"].split(", ")),
        caption=caption,
        credit=credit,
        summary=fields["Summary"],
        paragraphs=tuple(body.strip().split("\n\n")),
    )
