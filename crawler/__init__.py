"""The Scrapy project around `cleaners`: discovery, fetching, storage, schedule."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.run import crawl

__all__ = ["crawl"]


def __getattr__(name: str) -> object:
    """`crawl`, imported when it is asked for: the console command must not wait for it."""
    if name == "crawl":
        return import_module("crawler.run").crawl
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
