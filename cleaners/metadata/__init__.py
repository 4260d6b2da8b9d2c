"""What a page says about its article, beside the text."""

from cleaners.article import Article
from cleaners.page import Page


def read(page: Page) -> Article:
    """An Article with everything but the text."""
    title = page.root.findtext(".//title") if page.root is not None else None
    return Article(url=page.url, title=" ".join(title.split()) if title else None)
