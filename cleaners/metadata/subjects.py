"""What an article is about, in the publisher's words: section and tags."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.etree import _Element

from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph, types
from cleaners.metadata.markup import elsewhere
from cleaners.metadata.strings import fold, key

SECTIONS = ("article:section", "parsely-section", "og:section", "cxenseparse:section", "section", "dc.subject.section")
TAGS = ("article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "cxenseparse:keyword", "og:article:tag")
MAX_TAGS = 50
MAX_TAG = 80  # characters; what is longer is a sentence
MAX_LIST = 5_000  # characters of a list of tags in one string
_LABEL = re.compile(r"(?:(?:NLP )?(?:Category|Entity Tokens|Tag|Topic|Section)|tag|topic|category): ?")
_MACHINE = re.compile(r"[\d\W_]{5,}|[\W_]*|[0-9a-f]{8}-[0-9a-f-]{20,}|\S+://\S*|[\w-]+\.(?:com|net|org|de|co\.uk)")
_SEPARATOR = re.compile(r"\s*[,;|]\s*")
_HOME = frozenset(
    ("home", "homepage", "start", "startseite", "inicio", "accueil", "strona główna", "hem", "hjem", "главная")
)


def read_section(evidence: Evidence, graph: Graph, site: frozenset[str]) -> str | None:
    """The section that metadata names, else the one in the breadcrumb before the article itself."""
    stated = chain(evidence.meta(*SECTIONS), map(graph.label, graph.values("articleSection")), _breadcrumb(graph, site))
    return next((text for value in stated if 0 < len(text := fold(value)) <= MAX_TAG), None)


def _breadcrumb(graph: Graph, site: frozenset[str]) -> Iterator[str]:
    for node in graph.nodes:
        items = node.get("itemListElement")
        if "BreadcrumbList" in types(node) and isinstance(items, list):
            labels = [_crumb(graph, item) for item in items[:12]]
            above = labels[1:-1] if len(labels) > 2 else labels[:-1]
            yield from (label for label in reversed(above) if label.casefold() not in _HOME and key(label) not in site)


def _crumb(graph: Graph, item: object) -> str:
    if not isinstance(item, dict):
        return ""
    return fold(item.get("name")) or graph.label(item.get("item") if isinstance(item.get("item"), dict) else "")


def read_tags(evidence: Evidence, graph: Graph) -> tuple[str, ...]:
    """The tags of the first source that has any, each once, as they are spelled."""
    for values in _sources(evidence, graph):
        if tags := _split(values):
            return tags
    return ()


def _sources(evidence: Evidence, graph: Graph) -> Iterator[Iterable[str]]:
    yield graph.names("keywords", limit=MAX_LIST)
    for name in TAGS:
        yield evidence.meta(name)
    yield evidence.meta("keywords")
    yield _texts(link for link in evidence.root.iter("a") if "tag" in (link.get("rel") or "").lower().split())


def _texts(links: Iterable[_Element]) -> list[str]:
    """Texts of links to tag pages, but not of those in menus and beside other articles."""
    return ["".join(islice(link.itertext(), 20))[:200] for link in islice(links, 2 * MAX_TAGS) if not elsewhere(link)]


def _split(values: Iterable[str]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for value in values:
        for part in _SEPARATOR.split(fold(value, MAX_LIST)):
            tag = _LABEL.sub("", part).strip(" #\"'")
            if 0 < len(tag) <= MAX_TAG and len(tags) < MAX_TAGS and not _MACHINE.fullmatch(tag):
                tags.setdefault(key(tag) or tag, tag)
    return tuple(tags.values())
