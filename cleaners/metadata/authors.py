"""Who wrote it: as stated for machines, else as the byline shows it."""

import re
from collections.abc import Collection, Iterable, Iterator

from cleaners.metadata.bylines import lone_bylines, shown_bylines
from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph
from cleaners.metadata.names import is_desk, looks_like_person, split_names
from cleaners.metadata.strings import key
from cleaners.metadata.zone import Zone

METAS = (
    "parsely-author", "sailthru.author", "citation_author", "cxenseparse:author", "byl", "author", "article:author",
    "article:author_name", "og:article:author", "og:author", "dc.creator", "dcterms.creator", "dc:creator",
    "article_author", "articleauthor", "authors", "creator", "shareaholic:article_author_name",
)  # fmt: skip
_INVERTED = re.compile(r"([^\s,]{2,30}), ((?:[^\W\d_]{2,20}|[^\W\d_]\.?)(?:[ .-]{1,2}[^\W\d_]{1,20}\.?){0,2})")
ABBREVIATION = 5  # letters of a site's short name, at most


def read_authors(evidence: Evidence, graph: Graph, zone: Zone, site: frozenset[str]) -> tuple[str, ...]:
    """The people first stated in order of sources; an organisation, a desk or the site only where nobody is named."""
    stated = _first(_stated(evidence, graph), site)
    if any(_is_person(name, site) for name in stated):
        return stated
    shown = _first(shown_bylines(evidence.root, zone), site)
    people = tuple(name for name in shown if looks_like_person(name) and not _is_site(name, site))
    return people or stated or shown or next(filter(None, lone_bylines(zone)), ())


def _first(sources: Iterable[tuple[str, ...]], site: frozenset[str]) -> tuple[str, ...]:
    """The names of the first source that names a person; else of the first that names anything."""
    spare: tuple[str, ...] = ()
    for names in sources:
        if any(_is_person(name, site) for name in names):
            return tuple(name for name in names if not _is_site(name, site))
        spare = spare or names
    return spare


def _is_person(name: str, site: Collection[str]) -> bool:
    return not _is_site(name, site) and not is_desk(name)


def _stated(evidence: Evidence, graph: Graph) -> Iterator[tuple[str, ...]]:
    yield split_names(map(_in_order, graph.names("author")))
    for name in METAS:
        yield split_names(_in_order(value) for value in evidence.meta(name) if "://" not in value)
    yield split_names(graph.names("creator"))
    yield split_names(graph.names("author", organisations=True))


def _in_order(value: str) -> str:
    """A name in its usual order: "Stone, Ada B." is "Ada B. Stone"."""
    found = _INVERTED.fullmatch(value.strip())
    return f"{found[2]} {found[1]}" if found and looks_like_person(f"{found[2]} {found[1]}") else value


def _is_site(name: str, site: Collection[str]) -> bool:
    folded, first = key(name), name.partition(" ")[0]
    if first.isupper() and len(first) <= ABBREVIATION and key(first) in site:  # "MDR THÜRINGEN"
        return True
    return any(
        folded == each or (len(each) > 4 and (each in folded or (len(folded) > 4 and folded in each))) for each in site
    )
