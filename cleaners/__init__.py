"""Clean article text out of news pages. Knows HTML and text, never the network and never Scrapy."""

from cleaners.article import Article
from cleaners.clean import Cleaned, Cleaner, clean, clean_text
from cleaners.errors import CleanError, NotHtmlError, TooLargeError
from cleaners.learning import ProfileBuilder, learn
from cleaners.options import CleanOptions
from cleaners.page import Page
from cleaners.profile import SiteProfile

__all__ = [
    "Article",
    "CleanError",
    "CleanOptions",
    "Cleaned",
    "Cleaner",
    "NotHtmlError",
    "Page",
    "ProfileBuilder",
    "SiteProfile",
    "TooLargeError",
    "clean",
    "clean_text",
    "learn",
]
