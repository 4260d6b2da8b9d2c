"""Bylines as tuples of names: no "By", no roles, no addresses, split where several people share a line."""

import re
from collections.abc import Iterable, Iterator

from cleaners.metadata import name_words
from cleaners.metadata.strings import fold, key
from cleaners.places import calendar

MAX_NAME = 60  # characters of one name
MAX_NAMES = 20
MAX_BYLINE = 500  # characters of a byline; what is longer is a text about the author

_INTRODUCTION = re.compile(rf"^\W*(?:{name_words.INTRODUCTIONS})(?:\s*[:：/]\s*|\s+|$)", re.IGNORECASE)
_SPLIT = re.compile(
    rf"\s*(?:[;|/&\n•·●⋅∙،؛、，]|\s[-–—]\s|\s(?:{name_words.JOINERS})\s|,(?!\s*(?:jr|sr|ii|iii)\b))\s*", re.IGNORECASE
)
_SHORT_JOINER = re.compile(rf"(?<=\w)\s+(?:{name_words.SHORT_JOINERS})\s+(?=\w)")
_ROLE = re.compile(rf"\b(?:{name_words.ROLES})\b", re.IGNORECASE)
_DESK = re.compile(rf"\b(?:{name_words.DESKS})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"\S{1,100}@\S{0,100}|@\w{1,50}|https?:\S{0,300}|www\.\S{0,200}")
_PARENTHESES = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{0,80}[)\]）】]")
_POST_NOMINAL = re.compile(r"(?:[A-Z]{2,5}|Ph\.? ?D|M\.?D|R\.?D|B\.?A|M\.?A|B\.?S|M\.?S\.?c?)\.?")
_ASIAN_ROLE = re.compile(r"\s*(?:記者|编辑|记者|通讯员|編集委員|特派員|論説委員|기자|특파원|논설위원)$")
_GLUED = re.compile(r"^\W*(?:(?:Written|Posted|Words|Story) )?[Bb]y(?=[A-Z]\w*[ .])")
_AFTER = re.compile(r"\s(?:on|in(?!\s?['’]))\s.*")  # "Ada Stone on Friday", "Ada Stone in Markets"
_DATE = re.compile(
    r"(?:\b(?:on|am|at|vom|le|el|den|updated|published)\W+)?(?:\w{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?\w{3,12}\.?,? (?:de )?\d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?:,? \d\d?:\d\d)?"
)
_SENTENCE = re.compile(r"\w{4,}\. |^(?:The|This|Der|Die|Das|What|How|Why|You)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\d{3}|^\d+\W|[{}<>\[\]()=\\©#*\"“”„!?%…:]|\.\.\.")


def split_names(values: Iterable[str]) -> tuple[str, ...]:
    """The people named in bylines, in order, each once; a news agency only where nobody else is named."""
    names: dict[str, str] = {}
    for value in values:
        for name in _named(value):
            if len(names) < MAX_NAMES:
                names.setdefault(key(name), name)
    people = tuple(name for folded, name in names.items() if folded not in name_words.AGENCIES)
    return people or tuple(names.values())


def unglued(text: str) -> str:
    """The line with a space behind a "By" that markup has glued to the name."""
    return _GLUED.sub(r"\g<0> ", text)


def is_desk(name: str) -> bool:
    """Whether a name is that of a desk, a team or a staff."""
    return bool(_DESK.search(name))


def _named(byline: str) -> Iterator[str]:
    text = _PARENTHESES.sub("", _DATE.sub(" | ", _without_addresses(fold(byline, MAX_BYLINE))))
    parts = [part for piece in _SPLIT.split(_introduced(text)) for part in _split_full_names(piece)]
    named = [name for name in map(_bare, parts) if _may_name(name)]
    plain = [name for name in named if not _ROLE.search(name)]
    first_full = bool(plain) and " " in plain[0]
    for index, name in enumerate(plain or named[:1]):
        if not (index and first_full and _POST_NOMINAL.fullmatch(name) and key(name) not in name_words.AGENCIES):
            yield name


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "@" in text or "http" in text or "www" in text else text


def _introduced(text: str) -> str:
    """The byline without "By", "Written by", "Author:" in front, however many of them."""
    text = unglued(text)
    for _ in range(3):
        rest = _INTRODUCTION.sub("", text, count=1)
        if rest == text:
            break
        text = rest
    return text


def _split_full_names(part: str) -> list[str]:
    """Halves around "y", "e", "i", "a", ... where both are full names: Ortega y Gasset is one man."""
    halves = _SHORT_JOINER.split(part)
    return halves if all(" " in half.strip() for half in halves) else [part]


def _bare(part: str) -> str:
    name = _AFTER.sub("", _ASIAN_ROLE.sub("", _introduced(part))) if part else ""
    return name.strip(" \t-–—.,:;'’|/*·•>»«<")


def _may_name(name: str) -> bool:
    return (
        1 < len(name) <= MAX_NAME
        and len(name.split()) <= 7
        and any(map(str.isalpha, name))
        and not _NO_NAME.search(name)
        and name.casefold() not in name_words.NOBODY
        and not (" " not in name and name.count(".") > 1)
    )


def may_sign(name: str) -> bool:
    """Whether what stands alone in a byline can be somebody, one name or a desk: no role, day or number."""
    digits = any(map(str.isdigit, name))
    return not (digits or name.casefold() in calendar()) and (is_desk(name) or not _ROLE.search(name))


def looks_like_person(name: str) -> bool:
    """Whether two to five words start like a name's; scripts without capitals count by length."""
    words = name.split()
    if (
        not name[:1].isalpha()
        or any(map(str.isdigit, name))
        or _ROLE.search(name)
        or is_desk(name)
        or _SENTENCE.search(name)
    ):
        return False
    if not any(char.isupper() or char.islower() for char in name):  # no capitals in this script
        return 1 < len(name) <= 30 and len(words) <= 5
    capital = sum(word[:1].isupper() or "'" in word or "’" in word for word in words)
    return 2 <= len(words) <= 5 and capital >= 2 and words[0][:1].isupper() and words[-1][:1].isupper()
