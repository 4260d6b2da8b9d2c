"""What a page says about its article, beside the text: from the head, JSON-LD and the markup, each source checked.

Sources are read in one pass over the elements that make statements; the body is searched only for what they leave out.
"""

import re
from html import unescape
from itertools import chain
from typing import NamedTuple

from cleaners.article import Article
from cleaners.metadata.access import read_paywalled
from cleaners.metadata.addresses import read_canonical, read_image
from cleaners.metadata.authors import read_authors
from cleaners.metadata.evidence import Evidence, collect
from cleaners.metadata.graph import Graph
from cleaners.metadata.languages import read_language
from cleaners.metadata.strings import fold
from cleaners.metadata.subjects import read_section, read_tags
from cleaners.metadata.times import read_modified, read_published
from cleaners.metadata.titles import read_title, site_keys
from cleaners.metadata.zone import Zone
from cleaners.page import Page

MAX_BODY = 500_000  # characters
_TAG = re.compile(r"<[^<>]{1,300}>")
MAX_SITE = 80  # characters
MAX_DESCRIPTION = 3_000  # characters
DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.description")
SITES = ("og:site_name", "application-name", "dc.publisher", "apple-mobile-web-app-title")


class Reading(NamedTuple):
    """What a page says of itself.

    article: without text. stated_body: the body in its JSON-LD, "" where it has none. dated_by: what told the day of
    publication, in words. kind: its Open Graph type.
    """

    article: Article
    stated_body: str = ""
    dated_by: str = ""
    kind: str = ""


def read(page: Page) -> Article:
    """An Article with everything but the text; only its address where the page has no tree."""
    return examine(page).article


def examine(page: Page) -> Reading:
    """As `read`, with the body that the metadata states."""
    if page.root is None:
        return Reading(Article(url=page.url))
    evidence = collect(page.root, page.url)
    graph = Graph(evidence.nodes, evidence.title)
    site = _site(evidence, graph)
    names = site_keys(page.url, site)
    title = read_title(evidence, graph, names)
    zone = Zone(page, title)
    published = read_published(evidence, graph, zone)
    article = Article(
        url=page.url,
        canonical_url=read_canonical(evidence, graph),
        site=site,
        title=title,
        authors=read_authors(evidence, graph, zone, names),
        published=published.at,
        modified=read_modified(evidence, graph),
        section=read_section(evidence, graph, names),
        tags=read_tags(evidence, graph),
        language=read_language(evidence, graph),
        description=_description(evidence, graph),
        image=read_image(evidence, graph),
        paywalled=read_paywalled(evidence, graph),
    )
    kind = next(evidence.meta("og:type"), "").lower()
    return Reading(article, _body(graph), published.source, kind)


def _body(graph: Graph) -> str:
    """The article's body in JSON-LD, tags and entities resolved."""
    body = graph.article.get("articleBody")
    if not isinstance(body, str) or len(body) > MAX_BODY:
        return ""
    return unescape(_TAG.sub("\n", body))


def _site(evidence: Evidence, graph: Graph) -> str | None:
    """The site's name: as it is shared, as publisher, as application."""
    stated = chain(evidence.meta(*SITES[:1]), graph.names("publisher", organisations=True), evidence.meta(*SITES[1:]))
    names = (fold(value, 200).split(" | ")[0] for value in stated)  # what stands behind a pipe is a slogan
    return next((name for name in names if 0 < len(name) <= MAX_SITE and "://" not in name), None)


def _description(evidence: Evidence, graph: Graph) -> str | None:
    stated = chain(evidence.meta(*DESCRIPTIONS), [graph.first("description", MAX_DESCRIPTION)])
    return next(filter(None, (fold(value, MAX_DESCRIPTION) for value in stated)), None)
