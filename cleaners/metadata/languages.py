"""The language of a page as a BCP 47 tag (RFC 5646)."""

import re
from itertools import chain

from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph

METAS = ("content-language", "og:locale", "dc.language", "dcterms.language", "language", "inlanguage")
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|\d{3}))?(?:[-_.@,;].{0,40})?",
    re.IGNORECASE,
)
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "xx"))


def normal_tag(value: object) -> str | None:
    """The tag in its usual case, as "de-AT" for "DE_at.UTF-8"; None for what is no language tag."""
    found = _TAG.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 60 else None
    if not found or found["language"].lower() in _NO_LANGUAGE:
        return None
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    return "-".join(filter(None, (found["language"].lower(), script, region)))


def read_language(evidence: Evidence, graph: Graph) -> str | None:
    """The stated language: of the document, of the article, of the site."""
    root = evidence.root
    stated = chain(
        (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")),
        graph.names("inLanguage"),
        evidence.meta(*METAS),
    )
    return next(filter(None, map(normal_tag, stated)), None)
