"""Phrases of page chrome in many languages: data files, one a language, read once when first asked for.

In a phrase `*` stands for up to 80 characters, or for the rest of the line at its end, and `#` for a number.
A phrase without a final `*` is the whole line. Case, kinds of quotes, bullets before the line and punctuation
behind it do not count.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

WILD = frozenset("*#")
LONGEST_LINE = 300  # characters; a longer block is never a stock phrase
_QUOTES = str.maketrans("‘’‚‛´`“”„«»‹›–—‑−\u00a0\n", "'''''''''''''----  ")
_BEYOND_ASCII = re.compile(f"[{''.join(sign for sign in map(chr, _QUOTES) if not sign.isascii())}]")
_BULLETS = " \t*•·-–—>›»→▶►|+#:[("
_WORD = re.compile(r"[^\W\d_]+")
_TAIL = r"[-\s.:!…>»›→▶►|\])]*"


@lru_cache(maxsize=1_024)  # several steps ask about one line
def fold(text: str) -> str:
    """The line as phrases are compared: lower case, plain quotes and dashes, no bullets before it."""
    line = text.lower().replace("\n", " ").replace("`", "'")
    if not line.isascii():  # `str.translate` would look up each character
        line = _BEYOND_ASCII.sub(lambda found: found[0].translate(_QUOTES), line)
    return line.replace("(c)", "©").lstrip(_BULLETS).strip()


def opening_of(text: str) -> str:
    """The first two characters of the folded line, at a fraction of the cost of folding it."""
    opening = text.lstrip(_BULLETS)[:2].lower()
    return opening if opening.isascii() and not text.startswith("(") else fold(text[:40])[:2]


class Phrase(NamedTuple):
    """opening: what stands before the first wild card. rest: its last character and all behind it.

    Most phrases share their rest with others, and so a pattern.
    """

    opening: str
    rest: str
    sort: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """One kind of phrase in every language, by how a line opens; each belongs to a sort ("newsletter", ...).

    known: phrases by their first two characters, "#" for a digit, "*" for anything. signs: by the same keys what the
    phrases open with, or the longest word of one that opens with a wild card; a line without a sign is none of them.
    """

    known: Mapping[str, Sequence[Phrase]]
    signs: Mapping[str, tuple[str, ...]]

    def sort(self, text: str) -> str:
        """The sort of the phrase that `text` is; empty where it is none."""
        if len(text) > LONGEST_LINE:
            return ""
        line = fold(text)
        return self._sort("#" if line[:1].isdecimal() else line[:2], line) or self._sort("*", line)

    def _sort(self, key: str, line: str) -> str:
        signs = self.signs.get(key, ())
        if not (any(map(line.__contains__, signs)) if key in WILD else line.startswith(signs)):
            return ""
        alike = (each for each in self.known[key] if line.startswith(each.opening))
        return next((each.sort for each in alike if _pattern(each.rest).fullmatch(line, len(each.opening) - 1)), "")


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
    found: dict[str, dict[str, list[Phrase]]] = {}
    for table in tables("phrases"):
        for sort, entries in table.get(kind, {}).items():
            for entry in map(_fold_phrase, entries):
                key = entry[:1] if entry[:1] in WILD else "#" if entry[:1].isdecimal() else entry[:2]
                opening = re.split(r"[*#]", entry)[0]
                phrase = Phrase(opening, entry[max(0, len(opening) - 1) :], sort)
                found.setdefault(key, {}).setdefault(sort, []).append(phrase)
    known = {key: tuple(chain.from_iterable(sorts.values())) for key, sorts in found.items()}
    return Phrases(known, {key: tuple(set(map(_sign, group))) for key, group in known.items()})


def _sign(phrase: Phrase) -> str:
    return phrase.opening or max(_WORD.findall(phrase.rest), key=len, default="")


def _fold_phrase(phrase: str) -> str:
    """A phrase of a data file, folded as the lines are; its wild cards stay."""
    return phrase.lower().translate(_QUOTES).replace("(c)", "©").strip().lstrip("([")


@cache
def _pattern(rest: str) -> re.Pattern[str]:
    """What a line has to go on with; made when first needed."""
    stem = rest.removesuffix("*")
    body = re.escape(stem).replace(r"\*", ".{0,80}?").replace(r"\#", r"\d[\d.,]*")
    whole_word = (
        r"\b" if stem[-1:].isalpha() and stem[-1:].lower() != stem[-1:].upper() else ""
    )  # scripts with capitals have spaces as well
    return re.compile(body + (whole_word + ".*" if rest.endswith("*") else _TAIL))
