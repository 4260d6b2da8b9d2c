"""Whether an article is behind a paywall, as its markup says; what the text says is no evidence."""

from collections.abc import Iterator

from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph

_YES = frozenset(("true", "yes", "1", "free"))
_NO = frozenset(("false", "no", "0", "locked", "paid", "premium"))


def read_paywalled(evidence: Evidence, graph: Graph) -> bool | None:
    """True where any part is stated not to be free, False where all that is stated is free, None where nothing is."""
    free = [_truth(value) for value in _stated(evidence, graph)]
    if False in free:
        return True
    return False if True in free else None


def _stated(evidence: Evidence, graph: Graph) -> Iterator[object]:
    """https://developers.google.com/search/docs/appearance/structured-data/paywalled-content and content tiers."""
    yield from graph.values("isAccessibleForFree")
    for part in graph.values("hasPart"):
        if isinstance(part, dict):
            yield part.get("isAccessibleForFree")
    yield from evidence.meta("isaccessibleforfree", "article:content_tier", "content_tier")


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower().rsplit("/", 1)[-1] if isinstance(value, str) and len(value) < 50 else ""
    return True if word in _YES else False if word in _NO else None
