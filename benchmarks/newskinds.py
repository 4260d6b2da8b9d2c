"""The ways in which the sites of the news web are found: what each tells machines, and what lies in wait on it."""

import gzip
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.demo.feeds import NEWS, SITEMAP, XML
from crawler.demo.story import Story

if TYPE_CHECKING:
    from newsweb import NewsSite

HTML, XML_TYPE = "text/html; charset=utf-8", "application/xml; charset=utf-8"
CHUNK = 5  # stories on one page of a list
HREF = re.compile(rb'href="([^"?]*)"')
SHOWN = {"front_stories": 2, "section_stories": 2}  # on the pages of sites that are found in another way
HIDDEN = {"front_stories": 0, "section_stories": 0}


class Answer(NamedTuple):
    """What a site sends for one address."""

    content_type: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Pages = dict[str, Answer]


@dataclass(frozen=True)
class Kind:
    """One way of being found.

    base: the demo site whose templates it has, with these changes. dress: puts its feeds, sitemaps and lists among its
    pages. settings: what its user says in the file of sites. trap: pages that are made when they are asked for.
    wire: how many hours after its first publisher it prints the agency's story; None: it does not. etags: whether it
    sends those, or dates.
    """

    name: str
    title: str
    base: str
    dress: Callable[["NewsSite", Pages], None]
    changes: dict[str, Any] = field(default_factory=lambda: SHOWN)
    settings: Callable[["NewsSite"], dict[str, Any]] = lambda _site: {}
    trap: Callable[["NewsSite", str], Answer | None] = lambda _site, _path: None
    wire: int | None = None
    etags: bool = True


def chunks(stories: Sequence[Story]) -> list[Sequence[Story]]:
    """The pages of a list."""
    return [stories[start : start + CHUNK] for start in range(0, len(stories), CHUNK)] or [()]


def changed(site: "NewsSite", story: Story) -> datetime:
    """When a story was last changed."""
    return site.modified.get(story.slug, story.published)


def number(story: Story) -> int:
    """A story's number, which its address ends in."""
    return int(story.slug.rpartition("-")[2])


def announce(made: Pages, link: str) -> None:
    """A line more in the head of the front page."""
    made["/"] = made["/"]._replace(body=made["/"].body.replace(b"</head>", f"{link}\n</head>".encode()))


def rss(site: "NewsSite", made: Pages) -> None:
    """An RSS feed in pages (RFC 5005), announced by the front page; it never says that a story was changed."""
    pages = chunks(site.stories)
    for number, stories in enumerate(pages, start=1):
        items = "".join(
            f"<item><title>{escape(story.title)}</title><link>{site.origin}{site.path(story)}?utm_source=rss</link>"
            f"<pubDate>{format_datetime(story.published)}</pubDate></item>\n"
            for story in stories
        )
        following = f'<atom:link rel="next" href="/rss?page={number + 1}"/>' if number < len(pages) else ""
        text = (
            f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{following}\n{items}</channel></rss>'
        )
        made["/rss" if number == 1 else f"/rss?page={number}"] = Answer("application/rss+xml", f"{XML}{text}".encode())


def atom(site: "NewsSite", made: Pages) -> None:
    """An Atom feed in a usual place, which no page names."""
    made["/atom.xml"] = Answer("application/atom+xml", _atom(site, site.stories))


def _atom(site: "NewsSite", stories: Iterable[Story]) -> bytes:
    entries = "".join(
        f'<entry><title>{escape(story.title)}</title><link href="{site.origin}{site.path(story)}#main"/>'
        f"<published>{story.published.isoformat()}</published><updated>{changed(site, story).isoformat()}</updated>"
        "</entry>\n"
        for story in stories
    )
    return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">\n{entries}</feed>'.encode()


def json_feed(site: "NewsSite", made: Pages) -> None:
    """A JSON Feed in pages, announced by the front page."""
    announce(made, '<link rel="alternate" type="application/feed+json" href="/stories.json">')
    pages = chunks(site.stories)
    for number, stories in enumerate(pages):
        items = [
            {
                "url": site.origin + site.path(story),
                "title": story.title,
                "date_modified": changed(site, story).isoformat(),
            }
            for story in stories
        ]
        feed: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": site.name, "items": items}
        if number + 1 < len(pages):
            feed["next_url"] = f"{site.origin}/stories-{number + 1}.json"
        where = f"/stories-{number}.json" if number else "/stories.json"
        made[where] = Answer("application/feed+json", json.dumps(feed).encode())


def news_sitemap(site: "NewsSite", made: Pages) -> None:
    """robots.txt names an index; under it a news sitemap for what is new, and a packed one for the rest."""
    robots = made["/robots.txt"].body + f"Sitemap: {site.origin}/maps/index.xml\n".encode()
    made["/robots.txt"] = Answer("text/plain", robots)
    new, old = site.stories[: 2 * CHUNK], site.stories[2 * CHUNK :]
    made["/maps/index.xml"] = index(site, {"/maps/news.xml": new, "/maps/rest.xml.gz": old})
    entries = (
        f"<news:news><news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news>"
        for story in new
    )
    made["/maps/news.xml"] = urlset(site, new, entries)
    made["/maps/rest.xml.gz"] = Answer("application/gzip", gzip.compress(urlset(site, old).body, mtime=0))


def urlset(site: "NewsSite", stories: Sequence[Story], more: Iterable[str] | None = None) -> Answer:
    """A sitemap of stories."""
    urls = "".join(
        f"<url><loc>{site.origin}{site.path(story)}</loc>"
        f"<lastmod>{changed(site, story).isoformat()}</lastmod>{news}</url>\n"
        for story, news in zip(stories, more or [""] * len(stories), strict=True)
    )
    return Answer(XML_TYPE, f'{XML}<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{urls}</urlset>'.encode())


def index(site: "NewsSite", maps: dict[str, Sequence[Story]]) -> Answer:
    """An index of sitemaps, each dated by the story that was changed last."""
    entries = "".join(
        f"<sitemap><loc>{site.origin}{path}</loc><lastmod>{max(changed(site, each) for each in stories).isoformat()}"
        "</lastmod></sitemap>\n"
        for path, stories in maps.items()
        if stories
    )
    return Answer(XML_TYPE, f'{XML}<sitemapindex xmlns="{SITEMAP}">\n{entries}</sitemapindex>'.encode())


def big_sitemap(site: "NewsSite", made: Pages) -> None:
    """Many sitemaps under an index in a usual place, by which one can tell those that have changed."""
    by_day: dict[str, list[Story]] = {}
    for story in site.publication.stories:
        day = by_day.setdefault(f"/map-{story.published:%Y-%m-%d}.xml", [])
        day += [story] if story in site.stories else []
    made["/sitemap.xml"] = index(site, dict(by_day))
    made |= {path: urlset(site, stories) for path, stories in by_day.items()}


def sections(site: "NewsSite", made: Pages) -> None:
    """Nothing but pages of links: sections with their next pages, session numbers in every link, and ways astray."""
    made["/"] = _astray(made["/"])
    for name in site.publication.sections:
        path = site.publication.section(name)
        pages = chunks([story for story in site.stories if story.section == name])
        for number, stories in enumerate(pages, start=1):
            more = (
                f'<a rel="next" href="{path}?page={number + 1}&amp;sid=7f3a">Older</a>' if number < len(pages) else ""
            )
            body = site.press.listing(name, stories).replace(b"</main>", f"{more}</main>".encode())
            made[path if number == 1 else f"{path}?page={number}"] = _astray(Answer(HTML, body))


def _astray(page: Answer) -> Answer:
    links = '<a href="/calendar/2024/05">Calendar</a> <a href="/finder?colour=red">Find</a> <a href="/more/x">More</a>'
    body = page.body.replace(b"</main>", f"{links}</main>".encode())
    return page._replace(body=HREF.sub(rb'href="\1?sid=91c2"', body))


def traps(_site: "NewsSite", path: str) -> Answer | None:
    """A calendar, a search with filters and a path that nests, none of which ever ends."""
    where, _, query = path.partition("?")
    if where.startswith("/calendar/"):
        year, month = (int(part) for part in where.split("/")[2:4])
        links = [f"/calendar/{year + (month == 12)}/{month % 12 + 1:02d}", f"/calendar/{year - 1}/{month:02d}"]
    elif where == "/finder":
        links = [f"/finder?{query}&{name}={value}" for name in ("size", "colour", "shape") for value in ("a", "b")]
    elif where.startswith("/more/"):
        links = [f"{where}/x", f"{where}/y"]
    else:
        return None
    body = "".join(f'<p><a href="{escape(link)}">On and on</a></p>' for link in links)
    return Answer(HTML, f"<!doctype html><title>On</title>{body}".encode())


def url_list(site: "NewsSite", made: Pages) -> None:
    """Nothing leads to its stories but the file of sites; every third one is cut into pages."""
    for story in (each for each in site.stories if number(each) % 3 == 0):
        path, (first, *rest) = site.path(story), story.paragraphs
        for part, text in enumerate((first, *rest), start=1):
            more = f'<a href="{path}?page={part + 1}">Weiterlesen</a>' if part <= len(rest) else ""
            body = site.article(replace(story, paragraphs=(text, ""))).replace(
                b"</article>", f"{more}</article>".encode()
            )
            made[path if part == 1 else f"{path}?page={part}"] = Answer(HTML, body)


def listed(site: "NewsSite") -> dict[str, Any]:
    """All stories by address."""
    return {"urls": [site.path(story) for story in site.stories], "discover": False}


def mixed(site: "NewsSite", made: Pages) -> None:
    """A front page that moved, a feed, a sitemap and sections, each with a part of the stories, in many forms."""
    stories = site.stories
    front = made["/"].body
    moved, amp = (next(each for each in site.publication.stories if number(each) == wanted) for wanted in (0, 5))
    foreign = "http://127.0.0.1:9/2024/05/a-story-of-somebody-else"
    links = (
        f'<a href="/2019/{moved.slug}">{escape(moved.title)}</a> <a href="{site.path(amp)}/amp?utm_medium=app">App</a> '
        f'<a href="{foreign}">Elsewhere</a> <a href="/go/away-to-some-other-place">Partner</a>'
        f'<a href="/go/behind-the-curtain-there">Curtain</a>'
    )
    made["/start"] = Answer(HTML, front.replace(b"</main>", f"{links}</main>".encode()))
    made["/"] = _redirect("/start")
    made[f"/2019/{moved.slug}"] = _redirect(site.path(moved))
    made["/go/away-to-some-other-place"] = _redirect(foreign)
    made["/go/behind-the-curtain-there"] = _redirect("/private/the-story-that-nobody-may-read-yet")
    made[f"{site.path(amp)}/amp"] = Answer(HTML, site.article(amp))
    made["/feed"] = Answer("application/atom+xml", _atom(site, stories[: 2 * CHUNK]))
    made["/sitemap.xml"] = urlset(site, stories[2 * CHUNK :])


def _redirect(target: str) -> Answer:
    return Answer(HTML, b"moved", 301, (("Location", target),))


KINDS = (
    Kind("rss", "The Gull", "porthole", rss, wire=1),
    Kind("atom", "The Lamp", "meridian", atom, wire=0),
    Kind("json", "The Kettle", "meridian", json_feed, etags=False),
    Kind("news-sitemap", "Der Bote", "talbote", news_sitemap, etags=False),
    Kind("sitemaps", "Der Turm", "talbote", big_sitemap),
    Kind("sections", "The Anvil", "meridian", sections, {"front_stories": 3}, trap=traps, etags=False),
    Kind("list", "The Quay", "meridian", url_list, HIDDEN, settings=listed),
    Kind("mix", "The Orchard", "meridian", mixed, wire=2),
)
