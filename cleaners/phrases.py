"""Phrases of page chrome in many languages: data files, one a language, compiled once when first asked for.

In a phrase `*` stands for up to 80 characters, or for the rest of the line at its end, and `#` for a number.
A phrase without a final `*` is the whole line. Case, kinds of quotes, bullets before the line and punctuation
behind it do not count.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST_LINE = 300  # characters; a longer block is never a stock phrase
_QUOTES = str.maketrans("‘’‚‛´`“”„«»‹›–—‑−\u00a0\n", "'''''''''''''----  ")
_BULLETS = " \t*•·-–—>›»→▶►|+#:[("
_WORD = re.compile(r"[^\W\d_]+")
_TAIL = r"[-\s.:!…>»›→▶►|\])]*"


@lru_cache(maxsize=1_024)  # several steps ask about one line
def fold(text: str) -> str:
    """The line as phrases are compared: lower case, plain quotes and dashes, no bullets before it."""
    return text.lower().translate(_QUOTES).replace("(c)", "©").lstrip(_BULLETS).strip()


def opening_of(text: str) -> str:
    """The first two characters of the folded line, at a fraction of the cost of folding it."""
    opening = text.lstrip(_BULLETS)[:2].lower()
    return opening if opening.isascii() and not text.startswith("(") else fold(text[:40])[:2]


@dataclass(frozen=True, slots=True)
class Phrases:
    """One kind of phrase in every language, by how a line opens; each belongs to a sort ("newsletter", ...).

    within: of each phrase that opens with anything a word; a line that holds none of them is no such phrase.
    """

    kind: str
    openings: frozenset[str]
    within: tuple[str, ...]

    def sort(self, text: str) -> str:
        """The sort of the phrase that `text` is; empty where it is none."""
        if len(text) > LONGEST_LINE:
            return ""
        opening = opening_of(text)
        key = "#" if opening[:1].isdecimal() else opening
        found = _pattern(self.kind, key).fullmatch(fold(text)) if key in self.openings else None
        if not found and self.within and any(map(text.lower().__contains__, self.within)):
            found = _pattern(self.kind, "*").fullmatch(fold(text))
        return (found.lastgroup or "") if found else ""


@cache
def tables(name: str) -> tuple[dict[str, dict[str, list[str]]], ...]:
    """The tables of all data files in the folder `name`, by file name."""
    folder = files("cleaners") / "data" / name
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in paths)


@cache
def words(kind: str, sort: str) -> frozenset[str]:
    """Every entry of one sort in all languages."""
    return frozenset(entry for table in tables("phrases") for entry in table.get(kind, {}).get(sort, ()))


@cache
def phrases(kind: str) -> Phrases:
    """Every phrase of one kind in all languages, ready to match."""
    openings = _by_opening(kind)
    anywhere = (phrase for entries in openings.get("*", {}).values() for phrase in entries)
    return Phrases(kind, frozenset(openings), tuple(max(_WORD.findall(phrase), key=len) for phrase in anywhere))


@cache
def _by_opening(kind: str) -> dict[str, dict[str, list[str]]]:
    """Phrases by sort by opening: the first two characters, "#" for a digit, "*" for anything."""
    openings: dict[str, dict[str, list[str]]] = {}
    for table in tables("phrases"):
        for sort, entries in table.get(kind, {}).items():
            for entry in map(_fold_phrase, entries):
                key = entry[:1] if entry[:1] in "#*" else "#" if entry[:1].isdecimal() else entry[:2]
                openings.setdefault(key, {}).setdefault(sort, []).append(entry)
    return openings


@cache
def _pattern(kind: str, opening: str) -> re.Pattern[str]:
    """One pattern of all phrases with this opening, a named group a sort; made when first needed."""
    sorts = _by_opening(kind)[opening].items()
    return re.compile("|".join(f"(?P<{sort}>{'|'.join(map(_regex, entries))})" for sort, entries in sorts))


def _fold_phrase(phrase: str) -> str:
    """A phrase of a data file, folded as the lines are; its wild cards stay."""
    return phrase.lower().translate(_QUOTES).replace("(c)", "©").strip().lstrip("([")


def _regex(phrase: str) -> str:
    stem = phrase.removesuffix("*")
    body = re.escape(stem).replace(r"\*", ".{0,80}?").replace(r"\#", r"\d[\d.,]*")
    whole_word = (
        r"\b" if stem[-1:].isalpha() and stem[-1:].lower() != stem[-1:].upper() else ""
    )  # scripts with capitals have spaces as well
    return body + (whole_word + ".*" if phrase.endswith("*") else _TAIL)
