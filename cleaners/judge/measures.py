"""What each block looks like by itself: its words, its links, its tag."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Block

TAGS = (
    ("p",), ("li",), ("h1",), ("h2",), ("h3",), ("h4", "h5", "h6"), ("div",), ("td", "th"), ("blockquote",),
    ("figcaption",), ("dt", "dd"), ("button", "summary", "label", "legend"), ("pre",), ("header", "footer", "nav"),
)  # fmt: skip
_TAG_BIT = {tag: position for position, tags in enumerate(TAGS) for tag in tags}
_ENDERS = ".!?…。！？؟।"
_CLOSING = "\"'”’»«“)]』」"
CJK = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
# each begins with one set of characters, which the search then leaps to; that takes a fifth of the time
_TIME = re.compile(r"\d(?<=\b\d)(?:\d?[:.h]\d{2}\b|(?<=1)9\d\d\b|(?<=2)0\d\d\b|\d?[./]\d{1,2}[./])")
_ENDER = re.compile(r"[.!?…。！？؟।](?:(?<=[。！？؟।])|(?=[\s\"'”’»)]))")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_DIGITS = b"0123456789"
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOOK = 400  # characters of a block whose letters are counted: as good as all, for a part of the cost
CJK_WEIGHT = 2.5  # a Chinese, Japanese, Korean or Thai character says about as much as this many Latin letters
SHORT = 60  # characters of a text that other pages may hold as well: what it looks like is remembered

Values = NDArray[np.float64]


# what a text looks like by itself; its size is in characters, CJK ones weighted
FIELDS = (
    "size", "words", "commas", "enders", "ends", "ends_colon", "starts", "digits", "capitals", "breaks", "quotes",
    "signs", "times",
)  # fmt: skip
_DOUBLES = Struct(f"{len(FIELDS)}d")  # as numpy holds them: numbers of Python would each have to be turned into one


def measures(blocks: Sequence[Block]) -> Mapping[str, Values]:
    """The `FIELDS` of every block; its length, links, bold type and tag; and its size where it is prose."""
    packed = b"".join([_look_short(b.text) if len(b.text) <= SHORT else look(b.text) for b in blocks])
    looks = np.frombuffer(packed, dtype=np.float64).reshape(len(blocks), len(FIELDS))
    found = dict(zip(FIELDS, np.ascontiguousarray(looks.T), strict=True))
    marked = zip(*[(len(b.text), b.link_chars, b.bold_chars, b.links) for b in blocks], strict=True)
    length, linked, bold, links = (np.array(each, dtype=np.float64) for each in marked)
    share = np.minimum(1.0, linked / length)
    size = found["size"]
    prose = np.where((found["enders"] > 0) & (size > 60) & (share < 0.5), size * (1 - share), 0.0)
    tags = np.array([_TAG_BIT.get(block.tag, len(TAGS)) for block in blocks], dtype=np.float64)
    given = {"length": length, "links": links, "link_share": share, "bold_share": bold / length, "tag": tags}
    return {**found, **given, "prose": prose}


def look(text: str) -> bytes:
    """The `FIELDS` of one text that is not empty, packed."""
    head = text if len(text) <= LOOK else text[:LOOK]
    plain = head.isascii()
    length = len(head)
    cjk = 0 if plain else len(CJK.findall(head))
    last = text.rstrip(_CLOSING)[-1:] or text[-1]
    ends = last in _ENDERS
    first = text[0]
    digits, capitals = _digits_and_capitals(head)
    sentences = not plain or "." in head or "!" in head or "?" in head
    return _DOUBLES.pack(
        len(text) * (1 + (CJK_WEIGHT - 1) * cjk / length),
        head.count(" ") + 1 + int(cjk / 2),
        head.count(",") + (0 if plain else head.count("，") + head.count("、") + head.count("،")),
        (len(_ENDER.findall(head)) if sentences else 0) + (ends and last in ".!?…"),
        ends,
        last in ":：|»›>",
        1 if first.islower() else 2 if first.isdigit() else 3 if first in "\"'“‘„«「『" else 0,
        digits / length,
        capitals / length,
        text.count("\n"),
        head.count('"') + (0 if plain else head.count("“") + head.count("„") + head.count("«") + head.count("「")),
        ("©" in head) + 2 * ("@" in head or "http" in head) + 4 * ("|" in head or " / " in head),
        len(_TIME.findall(head[:200])) if digits else 0,
    )


_look_short = lru_cache(maxsize=4_096)(look)


def _digits_and_capitals(text: str) -> tuple[int, int]:
    """How many there are; those of ASCII are counted by taking them out, which no loop over characters can match."""
    plain = text.encode("ascii", "ignore")
    digits = len(plain) - len(plain.translate(None, _DIGITS))
    capitals = len(plain) - len(plain.translate(None, _CAPITALS))
    if len(plain) < len(text):
        others = "".join(_BEYOND_ASCII.findall(text))
        digits += sum(map(str.isdigit, others))
        capitals += sum(map(str.isupper, others))
    return digits, capitals
