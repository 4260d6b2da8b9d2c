"""What kind of line a block is: prose, a list of names, a date. Shared by the steps; looks at short texts only."""

import re
from collections.abc import Collection
from functools import cache

from cleaners.blocks import Block
from cleaners.phrases import fold, opening_of, words

LONGEST_BYLINE = 160  # characters
WORD = re.compile(r"\w+")
_SURE_ENDS = "。！？」؟۔।"  # of a sentence, whatever follows
ENDS = f".!?…{_SURE_ENDS}"  # of a sentence, where they are the last of a text
# begins with one set of characters, which a search then leaps to
SENTENCE_END = re.compile(rf"[{ENDS}](?:(?<=[{_SURE_ENDS}])|[\"'”’»)\]]*(?:\s|$))")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")  # a character that says as much as a word
PARTICLES = frozenset(
    "de da do das dos del della di du des la le les van von der den ter ten zu zur bin ibn al el y e i af av".split()
)
_PARTS = re.compile(r"\s*[·•|\n]\s*|\s+[-–—]\s+")  # between the parts of a compound byline
_STRIP = ".,;:|/()[]{}·•-–—'\"“”"
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b|\d{1,4}年\s?\d{1,2}月(?:\s?\d{1,2}日)?|\d{1,2}月\s?\d{1,2}日"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_BREAKS = re.compile(r"[\s,;:|/()\[\]·•–—+-]+")
_NUMBER = re.compile(
    r"(\d+)(?:st|nd|rd|th|er|h|am|pm|min|º|ª)?|\d{1,2}h\d\d|\d{1,4}t\d\d|\d{1,2}時(?:\d{1,2}分)?|[ap]m|z"
)


def is_prose(block: Block, least: int = 100) -> bool:
    """Whether the block is running text: `least` characters or more, a sentence's end, few links."""
    text = block.text
    if 3 * len(text) < least or block.link_chars * 3 > len(text):
        return False
    size = len(text) if len(text) >= least or text.isascii() else len(text) + 2 * len(WIDE.findall(text))
    return size >= least and (text[-1] in ENDS or SENTENCE_END.search(text) is not None)


def squash(text: str) -> str:
    """The words of a line without case, white space and punctuation: what two copies of one headline share."""
    return "".join(WORD.findall(text.casefold()))


def is_names(text: str) -> bool:
    """Whether a line holds nothing but names of people, their roles and what joins these."""
    tokens = [token for token in (token.strip(_STRIP) for token in text.split()) if token]
    if not 1 <= len(tokens) <= 14 or ":" in text or text.endswith(("?", "!")):
        return False
    allowed = words("byline", "joiners") | words("byline", "roles")
    names = 0
    for token in tokens:
        if token.casefold() in allowed or token.casefold() in PARTICLES:
            continue
        if not token[0].isalpha() or token[0].islower():
            return False
        names += 1
    return names >= 2 or (len(tokens) <= 4 and any(token.casefold() in words("byline", "roles") for token in tokens))


def byline_names(block: Block, authors: Collection[str] = ()) -> str:
    """What stands behind "By", "Von", … in a byline; empty where the block is none.

    authors: squashed names of the record; a line that has one of them behind "By" is a byline whatever else it says.
    A date and a reading time may follow: "By Ada Stone · 3 May 2024 · 5 min read".
    """
    if opening_of(block.text) not in _prefixes() or block.heading > 1 or len(block.text) > LONGEST_BYLINE:
        return ""
    first, *others = (part for part in _PARTS.split(block.text) if part)
    if others and all(map(_is_when, others)):
        return _introduced_names(first, ())
    return _introduced_names(block.text.replace("\n", " "), authors)


def _introduced_names(text: str, authors: Collection[str]) -> str:
    line = fold(text)
    prefix = next((prefix for prefix in _prefixes().get(line[:2], ()) if _opens(line, prefix)), "")
    names = text[len(text) - len(line) + len(prefix) :].strip() if prefix else ""
    known = ":" not in names and any(author and author in squash(names) for author in authors)
    return names if names and (known or is_names(names)) else ""


@cache
def _prefixes() -> dict[str, list[str]]:
    """What opens a byline, by its first two characters; the longest first."""
    found: dict[str, list[str]] = {}
    for prefix in sorted(words("byline", "prefixes"), key=len, reverse=True):
        found.setdefault(prefix[:2], []).append(prefix)
    return found


def _opens(line: str, prefix: str) -> bool:
    return line.startswith(prefix) and (line.startswith(" ", len(prefix)) or prefix[-1] in ":/" or prefix[-1] > "~")


def is_date(text: str) -> bool:
    """Whether a line is a day, with or without time, "updated" and reading time, and nothing else."""
    if len(text) > LONGEST_BYLINE or not _DIGIT.search(text):
        return False
    line = text.casefold()
    opening = line.split(maxsplit=1)[0]
    if opening.isalpha() and not _is_when(opening):  # most lines are no more trouble than this
        return False
    months = words("date", "months")
    day, month, number = _DAY.search(line) is not None, False, False
    for token in _time_words(line):
        bare = token.strip(".'’")
        if bare in months:
            month = True
        elif found := _NUMBER.fullmatch(bare):
            number = number or (found[1] is not None and int(found[1]) <= 31)
        elif bare and not _speaks_of_time(token):
            return False
    return day or (month and number)


def _is_when(text: str) -> bool:
    """Whether a part of a line is a day, a time or a reading time."""
    tokens = list(_time_words(text.casefold()))
    return all(not (t := token.strip(".'’")) or _NUMBER.fullmatch(t) or _speaks_of_time(token) for token in tokens)


def _time_words(line: str) -> list[str]:
    """The words of a line but for days in figures and times of day."""
    return _BREAKS.split(_CLOCK.sub(" ", _DAY.sub(" ", line)))


def _speaks_of_time(token: str) -> bool:
    return token in _time_vocabulary() or token.strip(".'’") in _time_vocabulary()


@cache
def _time_vocabulary() -> frozenset[str]:
    return frozenset().union(*(words("date", sort) for sort in ("words", "weekdays", "months")))
