"""Reading one value of `sites.toml`. Every reader raises ValueError that says what the value must be."""

import os
import re
from datetime import date, datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from crawler.config.site import Render

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)")
CREDENTIALS = re.compile(r"(?<=//)[^/\s]*@")
HOST_PORT = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


def text(value: object) -> str:
    """A string with something in it, on one line."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(f"must be a text, not {shown(value)}")
    return value.strip()


def flag(value: object) -> bool:
    """True or false."""
    if value is not True and value is not False:
        raise ValueError(f"must be true or false, not {shown(value)}")
    return value


def count(value: object) -> int:
    """A whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"must be a whole number of at least 1, not {shown(value)}")
    return value


def seconds(value: object) -> float:
    """A duration in seconds: a number, or a text like "500ms", "30s", "15m", "6h", "2d", "1w"."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return float(value)
    found = DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError(f'must be a duration like "30s", "15m" or "6h", or a number of seconds, not {shown(value)}')
    return float(found[1]) * UNITS[found[2]]


def day(value: object) -> date:
    """A date, as TOML writes it or as a text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"must be a date like 2026-01-31, not {shown(value)}") from None


def start(value: object) -> str:
    """An address that can be fetched, or that of a file or folder on this machine."""
    if not isinstance(value, str) or not value.lower().startswith("file:"):
        return url(value)
    parts = _split(value.strip().replace(" ", "%20"))
    if not parts or parts.netloc not in ("", "localhost") or not parts.path.startswith("/") or parts.fragment:
        raise ValueError(f"must be a whole path like file:///home/me/pages, not {shown(value)}")
    return Path(os.fsdecode(unquote_to_bytes(parts.path))).as_uri()


def url(value: object) -> str:
    """An address that can be fetched."""
    parts = _split(value.strip()) if isinstance(value, str) else None
    if parts and "@" in parts.netloc:
        raise ValueError("must not hold a user name or password")
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"must be an address that starts with https:// or http://, not {shown(value)}")
    return parts._replace(path=parts.path or "/", fragment="").geturl()


def address(value: object) -> str:
    """An absolute address, or a path on the site ("/feed.xml")."""
    if isinstance(value, str) and value.startswith("/") and not value.startswith("//") and value.isprintable():
        return value
    return url(value)


def pattern(value: object) -> str:
    """A regular expression."""
    try:
        return re.compile(text(value)).pattern
    except re.error as error:
        raise ValueError(f"must be a regular expression, {shown(value)} is none: {error}") from None


def host_port(value: object) -> str:
    """A host with its port."""
    if not isinstance(value, str) or not HOST_PORT.fullmatch(value) or int(value.rpartition(":")[2]) > 65535:
        raise ValueError(f'must be HOST:PORT like "127.0.0.1:8000", not {shown(value)}')
    return value


def render(value: object) -> Render:
    """Whether a browser is asked."""
    if isinstance(value, bool):
        return value
    if value != "auto":
        raise ValueError(f'must be true, false or "auto", not {shown(value)}')
    return "auto"


def shown(value: object) -> str:
    """A value as a message may hold it: short, on one line, quoted where it is a text, and without a password."""
    words = {True: "true", False: "false"}[value] if isinstance(value, bool) else CREDENTIALS.sub("", repr(value))
    return words if len(words) <= 60 else f"{words[:57]}..."


def _split(value: str) -> SplitResult | None:
    """None where the address cannot be taken apart."""
    if not value.isprintable() or " " in value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts
