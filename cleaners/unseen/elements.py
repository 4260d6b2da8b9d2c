"""HTML that stands on the page where no browser with scripts shows it."""

from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element, tostring

MAX_ELEMENTS = 200
MAX_CHARS = 1_000_000  # of one element
SHORTEST = 400  # characters of text that an element must hold to be looked at
TEMPLATES = ("template", "html", "ng-template", "x-")  # in the type of a script that holds HTML


def in_elements(root: _Element) -> Iterator[str]:
    """What `<noscript>`, `<template>`, `<textarea>` and scripts of a template type hold."""
    for element in islice(root.iter("noscript", "template", "textarea", "script"), MAX_ELEMENTS):
        script = element.tag == "script"
        html = _inner(element) if len(element) and not script else element.text or ""
        template = not script or any(name in (element.get("type") or "") for name in TEMPLATES)
        if template and SHORTEST <= len(html) <= MAX_CHARS and "<p" in html:
            yield html


def _inner(element: _Element) -> str:
    """The HTML of the children, where they hold enough text."""
    text = sum(map(len, islice(element.itertext(), MAX_CHARS)))
    if text < SHORTEST or text > MAX_CHARS:
        return ""
    return (element.text or "") + "".join(tostring(child, encoding="unicode", method="html") for child in element)
