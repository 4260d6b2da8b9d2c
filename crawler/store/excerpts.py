"""Words as the full-text indexes cut and fold them, and what a search shows of a text that holds them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from crawler.store.schema import articles
from crawler.store.terms import Term

MARKS = "\x02", "\x03"  # around a word that was found: characters that no article holds
WORDS = 32  # in an excerpt
LOOKED_AT = 100_000  # characters of a text
WORD = re.compile(r"[^\W_]+")
DIACRITICS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")

Span = tuple[int, int]


class Excerpt(NamedTuple):
    """What a search shows of an article; what was found stands between U+0002 and U+0003."""

    title: str
    text: str


def fold(text: str) -> str:
    """The words of a text with a space between: letters and digits, lower case, Latin ones without diacritics.

    As the tokenizer `unicode61 remove_diacritics 2` of SQLite's FTS5 does it.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", DIACRITICS.sub("", unicodedata.normalize("NFD", text)))
    return " ".join(WORD.findall(text.lower()))


def read(connection: Connection, terms: Sequence[Term], ids: Sequence[int]) -> dict[int, Excerpt]:
    """Titles and the best places of the texts of articles that match, by id, with `MARKS` around what was found.

    Looked for in the texts themselves: an index would walk once more over all that matches.
    """
    rows = connection.execute(select(articles.c.id, articles.c.title, articles.c.text).where(articles.c.id.in_(ids)))
    titles = [term for term in terms if not term.excluded and term.field != "text"]
    texts = [term for term in terms if not term.excluded and term.field != "title"]
    return {row.id: Excerpt(marked(row.title or "", titles), excerpt(row.text, texts)) for row in rows}


def marked(text: str, terms: Sequence[Term]) -> str:
    """The text with `MARKS` around what the terms find."""
    return _mark(text, [span for _, span in _found(_cut(text), terms)])


def excerpt(text: str, terms: Sequence[Term]) -> str:
    """The first of the places of `WORDS` words that hold most of what the terms find, marked."""
    text = text[:LOOKED_AT]
    words = _cut(text)
    found = _found(words, terms)
    places = [at for at, _ in found]
    best = max(places, key=lambda start: sum(start <= at < start + WORDS for at in places), default=0)
    first = max(0, min(best - WORDS // 4, len(words) - WORDS))
    shown = words[first : first + WORDS]
    if not shown:
        return ""
    begin = shown[0][1][0] if first else 0
    end = shown[-1][1][1] if first + WORDS < len(words) else len(text)
    inside = [(start - begin, stop - begin) for _, (start, stop) in found if begin <= start and stop <= end]
    return ("…" if first else "") + _mark(text[begin:end], inside) + ("…" if end < len(text) else "")


def _cut(text: str) -> list[tuple[str, Span]]:
    """The words, folded, each with its place."""
    return [(fold(found[0]), found.span()) for found in WORD.finditer(text)]


def _found(words: Sequence[tuple[str, Span]], terms: Sequence[Term]) -> list[tuple[int, Span]]:
    """What the terms find, in order: the number of its first word, and its place."""
    hits = {hit for term in terms for hit in _hits(words, term)}
    return sorted(hits)


def _hits(words: Sequence[tuple[str, Span]], term: Term) -> Iterator[tuple[int, Span]]:
    *before, last = fold(term.words).split()
    for end, (word, span) in enumerate(words):
        if not (word.startswith(last) if term.start else word == last):
            continue
        first = end - len(before)
        if first >= 0 and [each for each, _ in words[first:end]] == before:
            yield first, (words[first][1][0], span[1])


def _mark(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, stop in spans:
        if start >= at:
            parts += [text[at:start], MARKS[0], text[start:stop], MARKS[1]]
            at = stop
    return "".join([*parts, text[at:]])
