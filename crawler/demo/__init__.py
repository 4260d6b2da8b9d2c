"""Three invented news sites on this machine: what `wirebrush demo` crawls, and what tests crawl.

Each site has a template, a language and a way of being found of its own: one by its RSS feed, one by its news
sitemap, one by nothing but the links on its front and section pages. The articles are text files under `sites/`.
"""

from crawler.demo.publication import Publication, publications
from crawler.demo.server import DemoSite, demo_sites
from crawler.demo.story import Story

__all__ = ["DemoSite", "Publication", "Story", "demo_sites", "publications"]
