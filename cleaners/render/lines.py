"""JSON that is one line for every reader."""

import json
from collections.abc import Mapping

BREAKS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029\x7f"})


def json_text(record: Mapping[str, object], *, indent: int | None = None) -> str:
    """The record in UTF-8 JSON; characters that end a line for some readers are escaped, as are lone surrogates."""
    text = json.dumps(record, ensure_ascii=False, indent=indent).translate(BREAKS)
    return text.encode("utf-8", "backslashreplace").decode()
