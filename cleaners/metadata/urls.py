"""Addresses that a page states, absolute and checked: only http and https, only a host that could exist."""

from urllib.parse import urljoin, urlsplit

MAX_URL = 2_000  # characters; browsers and search engines give up near there
_NEVER = frozenset(' <>"{}|\\^`')


def absolute(value: object, base: str | None = None) -> str | None:
    """The http(s) address, without credentials, that `value` means on a page at `base`; None for anything else."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_URL:
        return None
    text = value.strip()
    if not text.isprintable() or not _NEVER.isdisjoint(text):
        return None
    try:
        stated = urlsplit(text)
        if (
            stated.scheme and not stated.netloc
        ):  # "mailto:", "javascript:", and "https://" that joins to the page itself
            return None
        parts = urlsplit(urljoin(base or "", text))
        host, _ = parts.hostname or "", parts.port  # reading an impossible port raises
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host.strip("."):
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
