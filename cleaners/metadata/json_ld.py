"""Statements in JSON-LD scripts: read as they come, mended where they are broken, never trusted in shape or size."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from typing import TypeAlias

MAX_SCRIPT = 1_000_000  # characters of one script that are read; beyond that it is data, not metadata
MAX_TOTAL = 2_000_000  # characters of all scripts of a page
MAX_NODES = 3_000
MAX_SALVAGED = 20_000  # characters of a script beyond repair that are searched for known keys

Node: TypeAlias = Mapping[str, object]

_DECODER = json.JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r",(?= ?[\]}])")
_ESCAPE = re.compile(r"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4})?")
_WRAPPERS = ("<!--", "-->", "//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/", "<![CDATA[", "]]>", "\ufeff")
_GAP = re.compile(r"[ ,;]*")
_PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|inLanguage|isAccessibleForFree)" ?: ?'
    r'"((?:[^"\\]|\\.){1,500})"'
)
_PERSON = re.compile(r'"author" ?: ?\[? ?\{[^{}\[\]]{0,200}?"name" ?: ?"([^"\\]{1,100})"')


def read_scripts(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Every object of every script in document order, outer before inner; a script beyond repair gives what it can."""
    values: list[object] = []
    budget = MAX_TOTAL
    for script in scripts:
        budget -= len(script)
        if budget >= 0 and len(script) <= MAX_SCRIPT:
            values += _decode(script)
    return tuple(islice(_walk(values), MAX_NODES))


def _decode(script: str) -> list[object]:
    try:
        return [_DECODER.decode(script)]
    except RecursionError:
        return []
    except ValueError:
        return _mended(" ".join(script.split()))


def _mended(script: str) -> list[object]:
    """Several documents in a row, comments around them, trailing commas, stray backslashes, escaped quotes."""
    for wrapper in _WRAPPERS:
        script = script.replace(wrapper, " ")
    if '"' not in script:
        script = unescape(script)
    script = _ESCAPE.sub(_whole_escape, _TRAILING_COMMA.sub("", " ".join(script.split())))
    found: list[object] = []
    start = 0
    while len(found) < MAX_NODES and (start := _GAP.match(script, start).end()) < len(script):  # type: ignore[union-attr]
        try:
            value, start = _DECODER.raw_decode(script, start)
        except (ValueError, RecursionError):
            return [*found, _salvaged(script[start : start + MAX_SALVAGED])]
        found.append(value)
    return found


def _whole_escape(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) > 1 else "\\\\"  # a stray backslash stands for itself


def _salvaged(script: str) -> Node:
    """What can be read with the eyes half shut where the braces do not match or a quote is not escaped."""
    node: dict[str, object] = {name: value.replace("\\/", "/") for name, value in reversed(_PAIR.findall(script))}
    if person := _PERSON.search(script):
        node["author"] = person[1]
    return {"@type": "Article", **node} if node else node


def _walk(values: list[object]) -> Iterator[Node]:
    stack = values[::-1]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(child for child in reversed(value.values()) if isinstance(child, dict | list))
        elif isinstance(value, list):
            stack.extend(child for child in reversed(value) if isinstance(child, dict | list))
