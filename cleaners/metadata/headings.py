"""The heading that stands over the article."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import _Element, iterwalk

from cleaners.metadata.markup import elsewhere, in_navigation
from cleaners.metadata.strings import fold, key

MAX_HEADINGS = 40  # that are looked at
MAX_PIECES = 400  # of text in one heading
MAX_HEADLINE = 300  # characters; what is longer is a summary in the wrong place

_WORD = re.compile(r"\w+")
_KICKER = re.compile(
    r"kicker|eyebrow|overline|topline|roofline|dachzeile|spitzmarke|rubri|pre-?title|pre-?head|super-?title|"
    r"badge|label|categor|surtitre|antetit|volanta|occhiello|visually-?hidden|sr-only|screen-reader"
)
_FRAME = re.compile(
    r"breadcrumb|seo-?title|logo|site-?(?:title|name|heading)|blog-?title|branding|visually-?hidden|sr-only"
)
_TITLE = re.compile(
    r"headline|(?:entry|post|article|page|story|news|content|main)[-_]*(?:title|heading|header)|titulo|titre"
)
_GLUED = frozenset("a abbr b em font i mark s small strong sub sup u".split())
GAP = "\v"  # between two elements; HTML text cannot hold this character
_GAP = re.compile(r"(?<=\S)\v+(?=[^\s.,:;!?)…\v])")
_UNSEEN = frozenset(("script", "style", "svg", "noscript", "template", "button", "time"))


def shown_headline(headings: Sequence[_Element], stated: Sequence[str], site: frozenset[str]) -> str:
    """The heading that is most like what the page states of itself; "" where none can be the headline.

    A second-level heading counts only where it repeats a statement: sections of a text share its title's words.
    site: folded names of the site, which often stand in a first heading of their own.
    """
    known = {word for text in stated for word in _WORD.findall(text.casefold())}
    keys = frozenset(map(key, stated))
    sole = sum(element.tag == "h1" for element in headings) == 1
    best, most = "", 0.6
    for element in sorted(headings[:MAX_HEADINGS], key=lambda heading: heading.tag):
        if element.tag != "h1" and key(best) in keys:
            break
        text = heading_text(element)
        folded = key(text)
        words = _WORD.findall(text.casefold())
        if not words or len(text) > MAX_HEADLINE or folded in site:
            continue
        repeats = folded in keys or (len(words) > 3 and any(folded in each for each in keys))
        if element.tag != "h1" and not (folded in keys or (repeats and not best)):
            continue
        share = sum(word in known for word in words) / len(words)
        score = max(share, 0.5 if sole and len(words) > 2 else 0) + _standing(element, words) + 0.3 * repeats
        if score > most and not _frames(element):
            best, most = text, score
    return best


def _standing(element: _Element, words: Sequence[str]) -> float:
    """What tag, length and names say for a heading, in shares of common words."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}".lower()
    return 0.3 * (element.tag == "h1") + 0.2 * bool(_TITLE.search(names)) + 0.1 * min(len(words), 4) - 0.3


def _frames(element: _Element) -> bool:
    """Whether it is a logo, a breadcrumb, a box's or another article's heading."""
    own = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    link = element.find(".//a[@href]")
    home = link is not None and re.fullmatch(r"(?:https?://[^/]{1,200})?/?(?:index\.\w{1,5})?", link.get("href") or "-")
    return bool(home) or bool(_FRAME.search(own)) or (in_navigation if element.tag == "h1" else elsewhere)(element)


def heading_text(element: _Element) -> str:
    """The words of a heading, without kickers and labels inside it."""
    if len(element) == 0:
        return fold(element.text).strip(" :|")
    return fold(_GAP.sub(" ", "".join(islice(_pieces(element), MAX_PIECES))).replace(GAP, "")).strip(" :|")


def _pieces(heading: _Element) -> Iterator[str]:
    walker = iterwalk(heading, events=("start", "end"))
    for event, element in walker:
        outer = element is heading
        if event == "start":
            if not outer and _left_out(element):
                walker.skip_subtree()
                continue
            yield "" if outer or element.tag in _GLUED else GAP
            yield element.text or ""
        elif not outer:
            yield "" if element.tag in _GLUED else GAP
            yield element.tail or ""


def _left_out(element: _Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return element.tag in _UNSEEN or bool(_KICKER.search(names))
