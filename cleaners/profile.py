"""What is known of a site: chrome seen across its pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Chrome learned from `pages` pages of one host."""

    host: str
    pages: int
