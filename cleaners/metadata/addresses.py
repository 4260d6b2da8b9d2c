"""Addresses that a page states for itself and its lead image."""

from collections.abc import Iterator
from itertools import chain
from urllib.parse import urldefrag, urlsplit

from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph
from cleaners.metadata.urls import absolute

IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url")


def read_canonical(evidence: Evidence, graph: Graph) -> str | None:
    """The address that the page prefers, without fragment; one that only names the site's front page is no answer."""
    stated = chain(
        evidence.links.get("canonical", ()), evidence.meta("og:url"), _labels(graph, "mainEntityOfPage", "url")
    )
    addresses = (absolute(value, evidence.base) for value in stated)
    return next((urldefrag(url).url for url in addresses if url and not _loses_path(url, evidence.url)), None)


def _loses_path(url: str, page: str | None) -> bool:
    return len(urlsplit(url).path) < 2 and len(urlsplit(page or "").path) > 1 and not urlsplit(url).query


def read_image(evidence: Evidence, graph: Graph) -> str | None:
    """The lead image."""
    stated = chain(
        evidence.meta(*IMAGES),
        _labels(graph, "image", "thumbnailUrl"),
        evidence.links.get("image_src", ()),
        evidence.meta("image", "thumbnail"),
    )
    return next(filter(None, (absolute(value, evidence.base) for value in stated)), None)


def _labels(graph: Graph, *names: str) -> Iterator[object]:
    for value in chain.from_iterable(map(graph.values, names)):
        if isinstance(value, dict):
            yield from (value.get(part) for part in ("url", "contentUrl", "@id"))
        else:
            yield value
