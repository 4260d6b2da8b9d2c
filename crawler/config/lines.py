"""On which line each key of a TOML document stands; the parser of the standard library does not tell."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""+'  # a text over several lines may end in up to two quotes of its own
    r"|'''.*?'''+"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[{]|[\]}]|\n",
    re.DOTALL,
)


def key_lines(document: str) -> dict[Path, int]:
    """The line of every table and key, counted from 1; tables in an array have their index in the path.

    The document must be valid TOML.
    """
    lines: dict[Path, int] = {}
    table: Path = ()
    tables: dict[Path, int] = {}  # how many tables each array has so far
    for line, statement in _statements(document):
        parsed = tomllib.loads(statement)
        if statement.startswith("["):
            table = _table(parsed, tables)
            lines.setdefault(table, line)
        else:
            for path in _paths(parsed):
                lines.setdefault(table + path, line)
    return lines


def _statements(document: str) -> Iterator[tuple[int, str]]:
    """Each header and each key with its value, with the line on which it begins."""
    depth, line, start, first = 0, 1, 0, 1
    for token in TOKEN.finditer(document + "\n"):
        word = token[0]
        depth += (word in "[{") - (word in "]}")
        line += word.count("\n")
        if word == "\n" and not depth:
            statement = document[start : token.start()].strip()
            if statement and not statement.startswith("#"):
                yield first, statement
            start, first = token.end(), line


def _table(header: dict[str, Any], tables: dict[Path, int]) -> Path:
    """The path of the table that a header opens."""
    path: Path = ()
    inner: Any = header
    while inner:
        ((name, inner),) = inner.items()
        path += (name,)
        if isinstance(inner, list):
            tables[path] = tables.get(path, 0) + 1
            inner = inner[0]
        if path in tables:
            path += (tables[path] - 1,)
    return path


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Every path into tables and lists of tables."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from _paths(each, (*path, name))
