"""Values from hostile pages as short, clean strings."""

import re
import unicodedata
from html import unescape

MAX_CHARS = 1_000  # of a title, a name, a tag; a description may be longer

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_DROPPED_KINDS = frozenset(("Cc", "Cs", "Cn"))  # control characters, lone surrogates, unassigned
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def fold(value: object, limit: int = MAX_CHARS) -> str:
    """One line without markup, entities, control or direction characters; "" for what is no string or over `limit`.

    A number counts as its digits, because pages write `"keywords": 2024`; anything else but a string is "".
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**15 else ""
    if not isinstance(value, str):
        return ""
    if len(value) > 4 * limit:
        return ""
    text = value
    if "&" in text:
        text = unescape(unescape(text))  # templates often escape twice
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(c for c in text if c not in _DROPPED and unicodedata.category(c) not in _DROPPED_KINDS)
        text = " ".join(text.split())
    return text if len(text) <= limit else ""


def key(text: str) -> str:
    """The letters and digits of a text, folded: equal for two spellings of one title or name."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
