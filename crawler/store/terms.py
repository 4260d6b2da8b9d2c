"""What a person types into a search box, as terms; every database turns them into its own query."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cleaners.characters import inert

TERM = re.compile(r'(?P<minus>-?)(?:(?P<field>title|text):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
MOST_TERMS = 20
Field = Literal["title", "text"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. field: where it must stand; None for anywhere. start: only the start of a word is given."""

    words: str
    field: Field | None = None
    excluded: bool = False
    start: bool = False


def read_terms(query: str) -> tuple[Term, ...]:
    """The terms of a query: words, "exact phrases", title:word, text:"a phrase", -excluded, begin*.

    What holds no letter or digit is left out; so is what comes after the twentieth term.
    """
    terms = (_term(found) for found in TERM.finditer(inert(query)))
    return tuple(term for term in terms if any(map(str.isalnum, term.words)))[:MOST_TERMS]


def finds(terms: Sequence[Term]) -> bool:
    """Whether there is anything to look for: a query of excluded words alone finds nothing."""
    return any(not term.excluded for term in terms)


def _term(found: re.Match[str]) -> Term:
    words = found["phrase"] if found["phrase"] is not None else found["word"]
    field: Field | None = None
    if found["field"]:
        field = "title" if found["field"].lower() == "title" else "text"
    return Term(words, field, excluded=bool(found["minus"]), start=words.endswith("*"))
