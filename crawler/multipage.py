"""Articles cut into several pages: which page comes next, and one article out of all parts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from cleaners.article import Article
from crawler.discovery import links

MOST_PARTS = 20
NAMES = "page|seite|pagina|página|part|teil|p|pg|pag|sivu|side|sida|strana|strona"
PARAMETER = re.compile(rf"(?:{NAMES})", re.IGNORECASE)
NUMBER = re.compile(r"[1-9]\d?")
# article/page/2, article/seite-2.html, article/2, article-2.html, article_2.html, article,2.html
IN_PATH = re.compile(
    rf"(?:/(?:{NAMES})[-_/]?|/|(?<=[^/\d])[-_,]|(?<=[^/])[-_,](?:{NAMES})[-_,]?)([1-9]\d?)(?=/?$|\.\w{{3,5}}$)",
    re.IGNORECASE,
)
HINT = re.compile(rb"rel=[\"']?next|[/?&_,-](?:[a-z]{1,7}[=/_-]?)?\d{1,2}(?:\.\w{3,5})?/?[\"'\s>&]", re.IGNORECASE)
COMMENTS = re.compile(r"comment|kommentar|comentario|reply", re.IGNORECASE)


def split_part(url: str) -> tuple[str, int]:
    """The address of the first part, as far as its shape tells, and the number of the part."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for name, value in pairs if PARAMETER.fullmatch(name) and NUMBER.fullmatch(value)]
    if numbers:
        rest = [pair for pair in pairs if not (PARAMETER.fullmatch(pair[0]) and NUMBER.fullmatch(pair[1]))]
        return _bare(parts._replace(query=urlencode(rest), fragment="").geturl()), int(numbers[0])
    found = IN_PATH.search(parts.path)
    if found and found.start() > 0:
        path = parts.path[: found.start()] + parts.path[found.end() :]
        return _bare(parts._replace(path=path, fragment="").geturl()), int(found[1])
    return _bare(parts._replace(fragment="").geturl()), 1


def _bare(url: str) -> str:
    """Addresses of parts are compared without a closing slash, and without the ending that only some of them have."""
    parts = urlsplit(url)
    return parts._replace(path=re.sub(r"(?:\.(?:s?html?|php))?/?$", "", parts.path)).geturl()


def next_part(body: bytes, url: str, charset: str | None = None) -> str | None:
    """The address of the part that follows the page, where the page links to it; None for the last one.

    Only an address that is this page's own with the next number counts: `rel=next` alone leads to the next article on
    many sites. `charset`: what the HTTP header says.
    """
    if not HINT.search(body):
        return None
    base, number = split_part(url)
    wanted = {(base, number + 1), (_bare(url), 2)}
    page = links.read(body, url, charset)
    for found in (page.next, *(candidate.url for candidate in page.candidates)):
        if found and split_part(found) in wanted and not COMMENTS.search(found):
            return found
    return None


def first_part(body: bytes, url: str, charset: str | None = None) -> str | None:
    """The address of the first part, where the page is a later one and links to it; None for every other page."""
    base, number = split_part(url)
    if number == 1:
        return None
    page = links.read(body, url, charset)
    for candidate in page.candidates:
        if candidate.url != url and split_part(candidate.url) == (base, 1):
            return candidate.url
    return None


def join(parts: Sequence[Article]) -> Article:
    """One article: the first part's metadata, and every paragraph that an earlier part does not hold.

    Raises ValueError where there is no part.
    """
    if not parts:
        raise ValueError("no parts to join")
    return replace(parts[0], text="\n\n".join(_new(part.text.split("\n\n") for part in parts)))


def _new(texts: Iterable[Sequence[str]]) -> Iterator[str]:
    """The paragraphs of the first text, and of each other those that are new: headlines and boxes recur on parts."""
    seen: set[str] = set()
    for paragraphs in texts:
        yield from (each for each in paragraphs if each not in seen)
        seen.update(paragraphs)
