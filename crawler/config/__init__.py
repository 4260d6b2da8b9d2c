"""What is to be crawled and how: `sites.toml`, every mistake in it reported at once."""

from crawler.config.load import load, parse
from crawler.config.site import CrawlConfig, SiteConfig

__all__ = ["CrawlConfig", "SiteConfig", "load", "parse"]
