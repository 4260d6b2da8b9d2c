"""Every answer of a demo site, made once when its address is known."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from crawler.demo import feeds
from crawler.demo.publication import Publication
from crawler.demo.story import SUBHEADING, Story

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
SVG = "image/svg+xml"


class Reply(NamedTuple):
    """The body of a page and its Content-Type."""

    content_type: str
    body: bytes


def replies(site: Publication, origin: str) -> dict[str, Reply]:
    """What the site answers, by path; `origin` is "http://127.0.0.1:PORT"."""
    press = Press(site, origin)
    made = {"/": Reply(HTML, press.listing(site.name, site.stories[: site.front_stories]))}
    for name in site.sections:
        stories = [story for story in site.stories if story.section == name]
        made[site.section(name)] = Reply(HTML, press.listing(name, stories[: site.section_stories]))
    for path, text in site.pages.items():
        made[path] = Reply(HTML, press.plain(text))
    for story in site.stories:
        made[site.path(story)] = Reply(HTML, press.article(story))
        made[f"/images/{story.slug}.svg"] = Reply(SVG, press.fill("picture.svg", press.words(story)))
    return made | _for_machines(site, origin)


def _for_machines(site: Publication, origin: str) -> dict[str, Reply]:
    made = {"/robots.txt": Reply("text/plain", feeds.robots(site, origin).encode())}
    if site.feed:
        made[site.feed] = Reply("application/rss+xml", feeds.rss(site, origin).encode())
    if site.sitemap:
        made[site.sitemap] = Reply(XML, feeds.sitemap_index(origin).encode())
        made["/sitemap-news.xml"] = Reply(XML, feeds.news_sitemap(site, origin).encode())
    return made


class Press:
    """Fills the templates of one site."""

    def __init__(self, site: Publication, origin: str) -> None:
        self.site = site
        self.origin = origin
        menu = "".join(f'<li><a href="{site.section(name)}">{escape(name)}</a></li>\n' for name in site.sections)
        self.frame = {"name": escape(site.name), "origin": origin, "menu": menu, "tagline": escape(site.tagline)}

    def fill(self, template: str, words: Mapping[str, str]) -> bytes:
        """A template of the site with these words in it."""
        return self.site.templates[template].substitute(self.frame, **words).encode()

    def listing(self, heading: str, stories: Iterable[Story]) -> bytes:
        """A page that leads to stories."""
        return self.fill("listing.html", {"heading": escape(heading), "entries": self.teasers(stories)})

    def plain(self, text: str) -> bytes:
        """A page that is no article."""
        heading, *rest = text.strip().split("\n\n")
        return self.fill("listing.html", {"heading": escape(heading), "entries": _paragraphs(rest)})

    def teasers(self, stories: Iterable[Story]) -> str:
        """What lists say of stories."""
        return "".join(self.fill("teaser.html", self.words(story)).decode() for story in stories)

    def article(self, story: Story) -> bytes:
        """The page of a story."""
        others = [other for other in self.site.stories if other is not story]
        same = [other for other in others if other.section == story.section]
        half = len(story.paragraphs) // 2
        return self.fill(
            "article.html",
            self.words(story)
            | {
                "body": _paragraphs(story.paragraphs),
                "first": _paragraphs(story.paragraphs[:half]),
                "rest": _paragraphs(story.paragraphs[half:]),
                "related": self.teasers(same[:2]),
                "latest": self.teasers(others[:4]),
            },
        )

    def words(self, story: Story) -> dict[str, str]:
        """What a template may say about a story."""
        return {
            "title": escape(story.title),
            "author": escape(story.author),
            "handle": escape(story.handle),
            "section": escape(story.section),
            "section_url": self.site.section(story.section),
            "url": self.origin + self.site.path(story),
            "image": f"{self.origin}/images/{story.slug}.svg",
            "published": story.published.isoformat(),
            "date": self.site.date(story.published),
            "topics": escape(", ".join(story.topics)),
            "caption": escape(story.caption),
            "credit": escape(story.credit),
            "summary": escape(story.summary),
            "json_ld": self.json_ld(story),
        }

    def json_ld(self, story: Story) -> str:
        """The story as schema.org data."""
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "author": [{"@type": "Person", "name": story.author}],
            "datePublished": story.published.isoformat(),
            "articleSection": story.section,
            "keywords": list(story.topics),
            "inLanguage": self.site.language,
            "description": story.summary,
            "publisher": {"@type": "NewsMediaOrganization", "name": self.site.name},
        }
        return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _paragraphs(paragraphs: Iterable[str]) -> str:
    return "".join(
        f"<h2>{escape(text.removeprefix(SUBHEADING))}</h2>\n"
        if text.startswith(SUBHEADING)
        else f"<p>{escape(text)}</p>\n"
        for text in paragraphs
    )
