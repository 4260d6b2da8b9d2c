"""Where on a page an element stands."""

import re
from itertools import islice

from lxml.etree import _Element

MAX_ANCESTORS = 25
MAX_NAMES = 500  # characters of class and id

ELSEWHERE = re.compile(
    r"comment|related|recommend|teaser|side-?bar|footer|\bnav\b|navi|menu|breadcrumb|(?<!elementor-)widget(?!-container|-wrap|_text)|popular|trending|most-?read|carousel|"
    r"latest|newsletter|read-?next|discuss|respond|promo|more-(?:news|from|stories|articles|posts)|suggest"
)
_NAVIGATION = re.compile(r"bread-?crumb|\bnav\b")
_OUTSIDE = frozenset(("nav", "footer", "aside"))
_ARTICLE = frozenset(("body", "main", "article"))


def elsewhere(element: _Element) -> bool:
    """Whether an element belongs to another article, to comments or to the page's frame."""
    return _within(element, _OUTSIDE, ELSEWHERE)


def in_navigation(element: _Element) -> bool:
    """Whether an element is part of a menu or a breadcrumb."""
    return _within(element, frozenset(("nav",)), _NAVIGATION)


def _within(element: _Element, tags: frozenset[str], pattern: re.Pattern[str]) -> bool:
    for ancestor in islice(element.iterancestors(), MAX_ANCESTORS):
        if ancestor.tag in _ARTICLE:
            return False
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"[:MAX_NAMES].lower()
        if ancestor.tag in tags or pattern.search(names):
            return True
    return False
