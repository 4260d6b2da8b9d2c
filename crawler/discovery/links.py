"""The links of a page, found by one pass over its text: no tree, a tenth of the cost of a parse."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from cleaners.decode import decode
from crawler.discovery import urls
from crawler.discovery.candidate import PRIORITY, Candidate, Collector, Findings
from crawler.discovery.classify import classify, is_page

MAX_LINKS = 1_000  # front pages hold 200 to 800
MAX_TAGS = 20_000
MAX_HTML = 8_000_000  # characters looked at
MAX_ANCHOR = 300
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
# Possessive repeats and bounded attributes, and no search for an end within the pattern: cost stays linear.
TAG = re.compile(
    r"<(?:(!--|(?:script|style|template)\b)|(a|area|link|base|meta)\s"
    r"((?:[^<>\"']|\"[^\"]{0,8000}\"|'[^']{0,8000}'){0,1000}+)>|(/a)\b)",
    re.IGNORECASE,
)
ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template")}
ENDS["!--"] = re.compile("-->")
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,40})\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+))")
MARKUP = re.compile(r"<[^<>]{0,2000}>")
REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks(Findings):
    """The links of one page, and what its head says about other forms of it; None where it says nothing."""

    canonical: str | None = None
    amp: str | None = None
    next: str | None = None
    refresh: str | None = None
    feeds: tuple[str, ...] = ()


def read(
    body: bytes,
    url: str,
    charset: str | None = None,
    *,
    limit: int = MAX_LINKS,
    known: Callable[[str], bool] | None = None,
) -> PageLinks:
    """Every link that can be a page, once, with its anchor as title; at most `limit`.

    charset: what an HTTP header said. known: as for `classify`.
    """
    page = _Reader(url, limit, known)
    tags = _tags(decode(body, charset)[:MAX_HTML])
    for tag, attributes, anchor in islice(tags, MAX_TAGS):
        page.see(tag, attributes, anchor)
    if next(tags, None):
        page.found.skipped["over the limit of links"] += 1
    return page.links()


def _tags(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, attributes and, for <a>, the markup up to its end."""
    opened: tuple[dict[str, str], int] | None = None
    for match in _outside(text):
        if opened and (match[2] or match[4]):
            yield "a", opened[0], text[opened[1] : min(match.start(), opened[1] + 4 * MAX_ANCHOR)]
            opened = None
        if not match[2]:
            continue
        name, attributes = match[2].lower(), _attributes(match[3])
        if name == "a":
            opened = (attributes, match.end())
        else:
            yield name, attributes, ""
    if opened:
        yield "a", opened[0], ""


def _outside(text: str) -> Iterator[re.Match[str]]:
    """The tags outside comments, scripts, styles and templates; one that never ends hides nothing."""
    endless: set[str] = set()
    position = 0
    while match := TAG.search(text, position):
        position = match.end()
        hidden = (match[1] or "").lower()
        if not hidden:
            yield match
        elif hidden not in endless:
            end = ENDS[hidden].search(text, match.start() + 2)
            position = end.end() if end else position
            if end is None:
                endless.add(hidden)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")))
    return found


class _Reader:
    """State of one pass: the base address and what was found."""

    def __init__(self, url: str, limit: int, known: Callable[[str], bool] | None) -> None:
        self.url = self.base = url
        self.known = known
        self.found = Collector(limit)
        self.heads: dict[str, str] = {}
        self.feeds: dict[str, None] = {}
        self.titled: dict[str, bool] = {}

    def see(self, tag: str, attributes: dict[str, str], anchor: str) -> None:
        if tag in ("a", "area"):
            self._link(attributes, anchor)
        elif tag == "link":
            self._head_link(attributes)
        elif tag == "base":
            self.base = urls.absolute(attributes.get("href", ""), self.url) or self.base
        elif attributes.get("http-equiv", "").lower() == "refresh":
            match = REFRESH.match(attributes.get("content", "")[: urls.MAX_LENGTH])
            self._head("refresh", match[1] if match else "")

    def links(self) -> PageLinks:
        found = self.found.findings()
        heads = self.heads
        return PageLinks(
            candidates=found.candidates,
            skipped=found.skipped,
            canonical=heads.get("canonical"),
            amp=heads.get("amphtml"),
            next=heads.get("next"),
            refresh=heads.get("refresh"),
            feeds=tuple(self.feeds),
        )

    def _link(self, attributes: dict[str, str], anchor: str) -> None:
        raw = attributes.get("href", "")
        if not raw or raw.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            return
        if self.titled.get(raw):
            return
        title = " ".join(html.unescape(MARKUP.sub(" ", anchor)).split()) or attributes.get("title", "")
        if raw in self.titled and not title:
            return
        self.titled[raw] = bool(title)
        if self.found.full:
            self.found.skipped["over the limit of links"] += 1
            return
        url = urls.absolute(raw, self.base)
        if url is None:
            self.found.skipped["link that cannot be fetched"] += 1
        elif is_page(url):
            self._add(url, attributes.get("rel", ""), title[:MAX_ANCHOR])

    def _add(self, url: str, rel: str, title: str) -> None:
        following = "next" in rel.lower().split()
        if following:
            self.heads.setdefault("next", url)
        kind = "listing" if following else classify(url, title, self.known)
        self.found.add(Candidate(url=url, kind=kind, priority=PRIORITY[kind], title=title or None))

    def _head_link(self, attributes: dict[str, str]) -> None:
        rels = attributes.get("rel", "").lower().split()
        raw = attributes.get("href", "")
        for rel in ("canonical", "amphtml", "next"):
            if rel in rels:
                self._head(rel, raw)
        if "alternate" in rels and attributes.get("type", "").lower().strip().startswith(FEED_TYPES):
            url = urls.absolute(raw, self.base)
            if url and len(self.feeds) < 20:
                self.feeds[url] = None

    def _head(self, name: str, raw: str) -> None:
        if raw and (url := urls.absolute(raw, self.base)):
            self.heads.setdefault(name, url)
