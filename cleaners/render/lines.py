"""JSON that is one line for every reader."""

import json
from collections.abc import Mapping

BREAKS = {char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029\x7f"}


def json_text(record: Mapping[str, object], *, indent: int | None = None) -> str:
    """The record in UTF-8 JSON; characters that end a line for some readers are escaped, as are lone surrogates."""
    text = unbroken(json.dumps(record, ensure_ascii=False, indent=indent))
    return text.encode("utf-8", "backslashreplace").decode()


def unbroken(json_document: str) -> str:
    """JSON with the characters escaped that end a line for some readers."""
    for char, escaped in BREAKS.items():  # they are rare, and `str.translate` would look at every character
        json_document = json_document.replace(char, escaped)
    return json_document
