"""A demo site before it has an address: its settings, templates and stories, read from files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template

from crawler.demo.story import Story, parse_story

NAMES = ("porthole", "talbote", "meridian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One invented newspaper.

    article_path: holds "{section}" and "{slug}". feed, sitemap: their paths, empty where the site has none.
    front_stories: how many of the newest stories its front page links to. section_stories: the same for the page of a
    section; None for all.
    standfirst: whether a story's summary stands above its text.
    date_format: holds "{day}", "{month}" and "{year}". pages: texts that are no articles, by path.
    """

    name: str
    tagline: str
    language: str
    article_path: str
    section_path: str
    feed: str
    sitemap: str
    front_stories: int
    standfirst: bool
    date_format: str
    months: list[str]
    pages: Mapping[str, str]
    templates: Mapping[str, Template] = field(repr=False)
    stories: tuple[Story, ...] = field(repr=False)
    section_stories: int | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections in alphabetical order."""
        return tuple(sorted({story.section for story in self.stories}))

    def path(self, story: Story) -> str:
        """Where the story stands on the site."""
        return self.article_path.format(section=_slug(story.section), slug=story.slug)

    def section(self, name: str) -> str:
        """Where the list of a section's stories stands."""
        return self.section_path.format(section=_slug(name))

    def date(self, moment: datetime) -> str:
        """A date as the site prints it."""
        return self.date_format.format(day=moment.day, month=self.months[moment.month - 1], year=moment.year)


def _slug(name: str) -> str:
    return name.casefold().replace(" ", "-")


def publications() -> tuple[Publication, ...]:
    """The three sites, newest story first in each."""
    root = files("crawler.demo") / "sites"
    return tuple(_read(root / name) for name in NAMES)


def _read(folder: Traversable) -> Publication:
    settings = tomllib.loads((folder / "site.toml").read_text("utf-8"))
    stories = [
        parse_story(entry.name.removesuffix(".txt"), entry.read_text("utf-8"))
        for entry in (folder / "articles").iterdir()
    ]
    templates = {
        entry.name: Template(entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith((".html", ".svg"))
    }
    newest_first = sorted(stories, key=lambda story: story.published, reverse=True)
    return Publication(**settings, templates=templates, stories=tuple(newest_first))
