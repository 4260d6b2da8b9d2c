"""robots.txt per RFC 9309, read by Protego; size, sitemap lines and delays bounded."""

import re
from dataclasses import dataclass
from typing import Self

from protego import Protego

from cleaners.decode import decode
from crawler.discovery import urls

MAX_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
MAX_SITEMAPS = 200
MARKUP = re.compile(rb"^\s*(?:<!doctype|<html|<head|<body|<\?xml|<!--)", re.IGNORECASE)
DELAY = re.compile(r"\d{1,9}(?:\.\d{0,6})?")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin; `sitemaps` as written, fetchable ones only."""

    rules: Protego
    sitemaps: tuple[str, ...] = ()
    truncated: bool = False

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Rules from the first `MAX_BYTES`; HTML in place of a robots.txt holds none."""
        truncated = len(body) > MAX_BYTES
        body = body[:MAX_BYTES].rpartition(b"\n")[0] if truncated else body
        if MARKUP.match(body.removeprefix(b"\xef\xbb\xbf")[:200]):
            body = b""
        text = decode(body).replace("\x00", "")
        rules = Protego.parse(text)
        found = dict.fromkeys(url for raw in rules.sitemaps if (url := urls.absolute(raw)))
        return cls(rules=rules, sitemaps=tuple(found)[:MAX_SITEMAPS], truncated=truncated)

    def allows(self, url: str, agent: str) -> bool:
        """Whether `agent` may fetch `url`: the longest matching rule decides, allow wins a tie."""
        return self.rules.can_fetch(url, agent)

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between two requests that the site asks for; None where it asks for none or for nonsense."""
        delay = self.rules.crawl_delay(agent)
        return delay if delay is not None and 0 <= delay < float("inf") else None
