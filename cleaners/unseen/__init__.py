"""A body that scripts would put on the page: in the state that they start from, in templates, in `<noscript>`.

To be asked only about pages that show next to nothing. What is found is HTML, to be parsed, cut and judged as any page.
"""

from cleaners.article import Article
from cleaners.lines import WIDE, WORD
from cleaners.page import Page
from cleaners.unseen.elements import in_elements
from cleaners.unseen.passages import passages, size
from cleaners.unseen.scripts import values

__all__ = ["unseen_html"]

LEAST = 400  # characters of running text that are worth taking
SHORTEST_WORD = 4  # letters of a word that tells what an article is about
COMMON = 0.3  # of the headline's words that the passage must say
FEWEST = 2  # such words


def unseen_html(page: Page, meta: Article) -> str:
    """The longest passage on the headline's subject that the page holds and does not show, as HTML; "" without one.

    meta: what the page says of itself; without a headline nothing is taken, since a page holds other texts as well.
    """
    if page.root is None or not meta.title:
        return ""
    found = [*in_elements(page.root)]
    for value in values(page.root):
        found += passages(value)
    subject = _words(meta.title)
    sizes = {html: size(html) for html in found}
    for html in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if sizes[html] < LEAST:
            break
        common = len(subject & _words(html))
        if common >= min(FEWEST, len(subject)) and common >= COMMON * len(subject):
            return html
    return ""


def _words(text: str) -> set[str]:
    """The longer words of a text, and its single characters where the script has no spaces."""
    return {word for word in WORD.findall(text.casefold()) if len(word) >= SHORTEST_WORD} | set(WIDE.findall(text))
