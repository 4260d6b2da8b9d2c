"""The publisher's headline: without the site's name behind it or a kicker before it."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import urlsplit

from cleaners.metadata.evidence import Evidence
from cleaners.metadata.graph import Graph
from cleaners.metadata.headings import MAX_HEADLINE, shown_headline
from cleaners.metadata.strings import fold, key

METAS = (
    "og:title", "parsely-title", "sailthru.title", "headline", "twitter:title", "dcterms.title", "dc.title",
    "citation_title", "title",
)  # fmt: skip
MAX_STATED = 20  # titles in metas that are looked at
_SEPARATOR = re.compile(r"(\s+(?:[|ǀ│¦–—\-»«·•/:‹›~]|::|--|//)\s+|\s?[|ǀ│¦•]\s?)")
_CUT = re.compile(r"\s*(?:[|ǀ│¦»·•]|\s[–—\-:/]\s)")  # where a headline ends and a site's or section's name begins
_PIPE = re.compile(r"\s*[|ǀ│¦]\s*")
_WORD = re.compile(r"\w+")


def read_title(evidence: Evidence, graph: Graph, site: frozenset[str]) -> str | None:
    """The headline that the page shows, checked against what it says of itself.

    site: folded names of the site.
    """
    headline = _without_site(fold(graph.article.get("headline") or graph.article.get("name")), site)
    metas = [_without_site(fold(value), site) for value in islice(evidence.meta(*METAS), MAX_STATED)]
    title = _without_site(evidence.title, site)
    stated = [text for text in (headline, *metas, title) if 0 < len(text) <= MAX_HEADLINE]
    shown = _without_site(shown_headline(evidence.headings, stated, site), site)
    if headline and key(headline) == key(title):  # both may be written for search engines
        metas = [text for text in metas if len(_WORD.findall(text)) > 2]
        if metas and shown in ("", metas[0]):
            return metas[0]
    if shown and metas and key(metas[0]) == key(shown) and key(headline) not in key(shown):
        return metas[0]  # what readers and those it is shared with see, the headline in JSON-LD is another
    if shown and headline in stated:
        return _agree(shown, headline, stated[1:], news=graph.news)
    if shown:
        return _without_tail(_confirmed(shown, stated, site))
    return _without_tail(_first(stated)) if stated else None


def _agree(shown: str, headline: str, others: Sequence[str], *, news: bool) -> str:
    """One of two headlines that both stand for the page."""
    seen, said = key(shown), key(headline)
    confirmed = {key(text): text for text in reversed(others)}
    if said == seen:
        return headline if news else shown
    if said in seen:  # a kicker or a standfirst is glued to the one that is shown
        return confirmed.get(seen, headline if news else shown)
    if said.startswith(seen):  # "Headline - Section"
        return shown
    if said.endswith(seen):  # "Kicker: Headline"
        return headline if said in confirmed else shown
    return headline if news else shown


def _confirmed(shown: str, stated: Sequence[str], site: frozenset[str]) -> str:
    """The shown heading; where a kicker is glued to it, the statement that has none, or has it with its colon."""
    seen = key(shown)
    for text in stated:
        said = key(text)
        if said == seen:
            return shown
        if " " in text and seen.endswith(said) and seen.removesuffix(said).isalpha():
            return text
        if said.endswith(seen) and _twice(said, stated) and not _names_site(said.removesuffix(seen), site):
            return text
    return _first([shown, *stated])


def _twice(said: str, stated: Sequence[str]) -> bool:
    return sum(key(text) == said for text in stated) > 1


def _first(stated: Sequence[str]) -> str:
    """The first statement, or a later one that is its beginning: the rest is a site's or a section's name."""
    first = stated[0]
    heads = [text for text in stated[1:] if first.startswith(text) and _CUT.match(first, len(text))]
    return min(heads, key=len, default=first)


def _without_tail(text: str) -> str:
    """Without what stands behind a pipe, where that is short and the rest long enough to be a headline."""
    head, *tail = _PIPE.split(text)
    rest = " ".join(tail)
    return head if len(_WORD.findall(head)) > 2 and len(_WORD.findall(rest)) < 6 else text


def site_keys(url: str | None, site: str | None) -> frozenset[str]:
    """Folded names of the site: its own, its host and the host without its ending."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    label = max(host.split(".")[:-1], key=len, default="")
    return frozenset(filter(None, (key(site or ""), key(host), key(label) if len(label) > 2 else "")))


def _without_site(text: str, names: frozenset[str]) -> str:
    """The text without leading and trailing parts that name the site."""
    parts = _SEPARATOR.split(text)
    while len(parts) > 2 and _names_site(parts[-1], names):
        del parts[-2:]
    while len(parts) > 2 and _names_site(parts[0], names):
        del parts[:2]
    return "".join(parts).strip()


def _names_site(part: str, names: Iterable[str]) -> bool:
    folded = key(part)
    return any(folded == name or (len(name) > 3 and name in folded and len(folded) < 3 * len(name)) for name in names)
