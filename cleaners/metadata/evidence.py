"""What a page says about itself, collected in one pass and not yet believed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from cleaners.metadata import json_ld
from cleaners.metadata.json_ld import Node
from cleaners.metadata.strings import fold
from cleaners.metadata.urls import absolute

MAX_ELEMENTS = 2_000  # of each kind that are looked at
NAMES = ("property", "name", "itemprop", "http-equiv")


@dataclass(slots=True)
class Evidence:
    """Raw statements by where they stand.

    metas: contents by lower-case name, property, itemprop or http-equiv. links: addresses by rel. nodes: JSON-LD.
    """

    root: _Element
    url: str | None
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    headings: list[_Element] = field(default_factory=list)
    times: list[_Element] = field(default_factory=list)
    nodes: tuple[Node, ...] = ()
    base: str | None = None

    def meta(self, *names: str) -> Iterator[str]:
        """Contents of these metas, in the order of `names`."""
        for name in names:
            yield from self.metas.get(name, ())


def collect(root: _Element, url: str | None) -> Evidence:
    """One pass over the elements that make statements."""
    found = Evidence(root, url, base=url)
    scripts: list[str] = []
    for element in root.iter("meta", "link", "script", "title", "h1", "h2", "time", "base"):
        tag = element.tag
        if tag == "meta":
            _add_meta(found, element)
        elif tag == "link":
            _add_link(found, element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append(element.text or "")
        elif tag == "title":
            found.title = found.title or _page_title(element)
        elif tag == "base":
            found.base = absolute(element.get("href"), url) or found.base
        elif len(found.headings) + len(found.times) < MAX_ELEMENTS:
            (found.times if tag == "time" else found.headings).append(element)
    found.nodes = json_ld.read_scripts(scripts)
    return found


def _add_meta(found: Evidence, element: _Element) -> None:
    content = element.get("content") or element.get("value")
    if not content:
        return
    for attribute in NAMES:
        if name := element.get(attribute):
            values = found.metas.setdefault(name[:100].strip().lower(), [])
            if len(values) < 100:
                values.append(content)


def _add_link(found: Evidence, element: _Element) -> None:
    href = element.get("href")
    rel = element.get("rel")
    if href and rel:
        values = found.links.setdefault(rel[:100].strip().lower(), [])
        if len(values) < 20:
            values.append(href)


def _page_title(element: _Element) -> str:
    parent = element.getparent()
    drawn = parent is not None and parent.tag in ("svg", "symbol", "g")  # a drawing's title is no page title
    return "" if drawn else fold(element.text)
