"""Running text within data of unknown form: single long strings, and lists whose elements hold a paragraph each."""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape

from cleaners.unseen.scripts import decode

SENTENCE = 60  # characters of the shortest string that counts as a paragraph
BODY = 400  # characters of a single string that may be a whole body
FEWEST = 3  # paragraphs in a list
GAP = 6  # elements between two paragraphs of one list, at most
MAX_NODES = 300_000
MAX_LEAVES = 150  # strings in one element of a list; what holds more is no paragraph
LONGEST = 8_000  # characters of it
MAX_VALUES = 800  # objects, lists and strings in it
MAX_ELEMENTS = 10_000  # of all lists together
MAX_NESTED = 50  # strings that hold JSON themselves
MAX_DEPTH = 40  # below an element of a list

_TAG = re.compile(r"<[^<>]{1,2000}>")
_END = re.compile(r"[.!?…\"”»)][\s<]|[.!?…”»)]$|[。！？।؟]")
_HEADING = re.compile(r"h[1-6]|(?:sub-?)?head(?:ing|line|er)[\w-]{0,12}|subtitle", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|li|blockquote)\b", re.IGNORECASE)
_CODE = re.compile(r"[{};]\s*[\w.$]+\s*[:=(]|function\s*\(|=>|</?script|\b[\w-]{1,30}:[\w#-]{1,30};")
_OWN = frozenset(("url", "slug", "href", "canonicalUrl", "canonical_url", "permalink", "link", "headline"))
_NAMING = ("type", "tag", "name", "__typename", "nodeType", "style", "kind")


def size(html: str) -> int:
    """Characters of running text in a passage."""
    return sum(len(line) for line in map(str.strip, _TAG.sub("\n", html).split("\n")) if _is_prose(line))


def passages(value: object) -> Iterator[str]:
    """Every passage in the data, as HTML: each is the best that one list or one string holds."""
    stack: list[object] = [value]
    nested = elements = 0
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, str):
            if len(node) < BODY:
                continue
            if node[0] in "{[" and nested < MAX_NESTED:
                nested += 1
                stack.append(decode(node)[0])
            elif html := _body(node):
                yield html
        elif isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, list):
            elements += len(node)
            if len(node) >= FEWEST and node[0] != "$" and elements <= MAX_ELEMENTS:
                yield from _listed(node)
            stack.extend(node)


def _body(text: str) -> str:
    """A string that is a body by itself: HTML, also escaped, or lines of text."""
    text = unescape(text) if "&lt;p" in text or "&lt;div" in text else text
    if _CODE.search(text[:4000]) and not _MARKUP.search(text[:4000]):
        return ""
    if _MARKUP.search(text):
        return text
    lines = [line.strip() for line in text.split("\n")]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line) if any(map(_is_prose, lines)) else ""


def _listed(elements: list[object]) -> Iterator[str]:
    """The paragraphs of a list: runs of elements that say something under the key that says most."""
    leaves = [_leaves(each) for each in elements]
    key = _telling(leaves)
    run: list[str] = []
    gap = prose = 0
    for element, found in zip([*elements, *[None] * (GAP + 1)], [*leaves, *[{}] * (GAP + 1)], strict=True):
        text = "" if _stands_alone(element) else found.get(key, "").strip()
        is_prose = _is_prose(text)
        prose, gap = prose + is_prose, 0 if is_prose else gap + 1
        if gap > GAP:
            if prose >= FEWEST:
                yield "".join(run)
            run, prose = [], 0
        elif text and (is_prose or not isinstance(element, str) or (run and " " in text)):  # bare words may be anything
            run.append(_paragraph(element, text))


def _telling(leaves: list[dict[str, str]]) -> str:
    """The key that most running text stands under."""
    totals: Counter[str] = Counter()
    for found in leaves:
        totals.update({key: len(text) for key, text in found.items() if _is_prose(text)})
    return max(totals, key=totals.__getitem__, default="")


def _stands_alone(element: object) -> bool:
    """Whether an element of a list has an address or a headline: a teaser or another article."""
    return isinstance(element, dict) and not _OWN.isdisjoint(element)


def _paragraph(element: object, text: str) -> str:
    if _MARKUP.search(text):
        return text
    names = [element.get(name) for name in _NAMING] if isinstance(element, dict) else []
    if isinstance(element, list):  # React: ["$", "h2", null, {...}]
        names = [each for each in element[:3] if isinstance(each, str)]
    tag = "h3" if any(isinstance(name, str) and _HEADING.fullmatch(name) for name in names) else "p"
    return f"<{tag}>{text if '<' in text else escape(text, quote=False)}</{tag}>"


def _leaves(element: object) -> dict[str, str]:
    """The strings in an element of a list, joined by the key under which they stand, in document order."""
    found: dict[str, list[str]] = {}
    strings = 0
    stack: list[tuple[str, object, int]] = [("", element, 0)]
    for _ in range(MAX_VALUES):
        if not stack:
            break
        key, value, depth = stack.pop()
        if isinstance(value, str):
            strings += 1
            if not value.startswith("$"):
                found.setdefault(key, []).append(value)
        elif depth < MAX_DEPTH and isinstance(value, dict):
            stack.extend((name, each, depth + 1) for name, each in reversed(value.items()))
        elif depth < MAX_DEPTH and isinstance(value, list):
            stack.extend((key, each, depth + 1) for each in reversed(_children(value)))
    if stack or strings > MAX_LEAVES:
        return {}
    return {key: text for key, texts in found.items() if len(text := "".join(texts)) <= LONGEST}


def _children(value: list[object]) -> list[object]:
    """The elements of a list; of a React element, ["$", tag, key, properties], only the properties."""
    return value[3:4] if value[:1] == ["$"] else value


def _is_prose(text: str) -> bool:
    """Whether a string is a paragraph: long enough, with words apart, a sentence's end, and no code."""
    if len(text) < SENTENCE or not _END.search(text):
        return False
    spaced = text.count(" ") * 14 > len(text) or any(char > "\u2fff" for char in text[:80])
    return spaced and not _CODE.search(text[:500])
