"""Where articles are found: feeds, sitemaps, robots.txt, links. Pure functions, bytes in, candidates out."""

from crawler.discovery.candidate import Candidate, Findings, Kind
from crawler.discovery.errors import DiscoveryError

__all__ = ["Candidate", "DiscoveryError", "Findings", "Kind"]
