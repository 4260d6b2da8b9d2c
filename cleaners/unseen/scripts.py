"""The data in a page's scripts: JSON on its own, assigned to a variable, in strings, or as calls in a row."""

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

MAX_SCRIPTS = 300
MAX_CHARS = 4_000_000  # of all scripts that are read
SHORTEST = 500  # characters of a script, and of a value in it, that can hold a body
MAX_STARTS = 20  # places in one script where data may begin
MAX_STRINGS = 20_000  # string literals of a script that is no data

_DECODER = json.JSONDecoder(strict=False)
_START = re.compile(r"(?:=|:|\(|return)\s{0,9}(?=[\[{])|JSON\.parse\(\s{0,9}(?=\")|^\s{0,99}(?=[\[{])")
_PUSH = re.compile(r"\.push\(\s{0,9}\[\s{0,9}\d\s{0,9},\s{0,9}(?=\")")  # React's flight data comes in pieces
_ROW = re.compile(rb"\s{0,9}[0-9a-f]{0,8}:(?:T([0-9a-f]{1,7}),|[A-Z]{0,2})")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.){40,}\"")  # a short one cannot be running text


def values(root: _Element) -> Iterator[object]:
    """The data of every script, decoded; what cannot be decoded gives its long strings as one list."""
    budget = MAX_CHARS
    flight: list[str] = []
    for script in islice(root.iter("script"), MAX_SCRIPTS):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "") or (len(source) < SHORTEST and "push(" not in source):
            continue
        budget -= len(source)
        if budget < 0:
            break
        if pushed := _pushed(source):
            flight.append(pushed)
        else:
            yield from _decoded(source)
    if flight:
        yield from _rows("".join(flight).encode("utf-8", "replace"))


def _pushed(source: str) -> str:
    """The text of a script that does nothing but push a piece of flight data."""
    found = _PUSH.search(source[:200])
    value = decode(source, found.end())[0] if found else None
    return value if isinstance(value, str) else ""


def _rows(flight: bytes) -> Iterator[object]:
    """Flight data is one row a value: a line of JSON, or as many bytes of text as the row says."""
    at = 0
    while row := _ROW.match(flight, at):
        if row[1]:
            end = row.end() + int(row[1], 16)
            yield flight[row.end() : end].decode("utf-8", "replace")
        else:
            end = flight.find(b"\n", row.end())
            end = end if end >= 0 else len(flight)
            if end - row.end() >= SHORTEST:
                yield decode(flight[row.end() : end].decode("utf-8", "replace"))[0]
        at = end


def _decoded(source: str) -> Iterator[object]:
    """The JSON values that begin where data can begin, the largest ones; else the script's long strings."""
    end, found = 0, False
    for start in islice(_START.finditer(source), MAX_STARTS):
        if start.end() < end:
            continue
        value, end = decode(source, start.end())
        if end - start.end() >= SHORTEST:
            found = True
            yield decode(value)[0] if isinstance(value, str) else value
    if not found:
        yield [decode(string[0])[0] for string in islice(_STRING.finditer(source), MAX_STRINGS)]


def decode(text: str, start: int = 0) -> tuple[object, int]:
    """The JSON value at a place and where it ends; None where there is none, or one nested too deeply."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start
    return value, end
