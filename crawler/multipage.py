"""Articles cut into several pages: which page comes next, and one article out of all parts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
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
ON_ITS_OWN = re.compile(rf"(?:/(?:{NAMES})[-_/]?|/|[-_,](?:{NAMES})[-_,]?)[1-9]\d?/?(?:\.\w{{3,5}})?$", re.IGNORECASE)
PAGER = re.compile(
    r"[\W\d_]*(?:(?:page|seite|pagina|página|part|teil|sivu|side|sida|strana|strona)\W*\d+"
    r"|\d{1,2}|next|previous|prev|back|first|continue|weiter\w*|zurück|vor|suivante?|précédente?|siguiente|anterior"
    r"|primera|avanti|indietro|volgende|vorige|nästa|neste|næste|seuraava|następna|další)[\W\d_]*",
    re.IGNORECASE,
)
NEXT = re.compile(rb"rel\s*+=\s*+[\"']?next")  # this and the next one: in lower case, where a search skips faster
LINK = re.compile(rb"<a\s[^<>]{0,1000}?href\s*+=[\s\"']*+([^\"'\s<>#]*+)")
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


def may_go_on(body: bytes, url: str) -> bool:
    """Whether a page may link to the part that follows it: a look at its bytes, a tenth of the cost of its links."""
    body = body[: links.MAX_HTML].lower()
    numbers = {b"2", b"%d" % (split_part(url)[1] + 1)}
    addresses = b"\n".join((b"", *LINK.findall(body), b""))
    return any(_ending(number).search(addresses) for number in numbers) or NEXT.search(body) is not None


@cache
def _ending(number: bytes) -> re.Pattern[bytes]:
    """A number at the end of a path or parameter."""
    return re.compile(number + rb"(?<=[\n/?&_,;=a-z-]" + number + rb")(?:\.\w{3,5})?/?[\n?&;]")


def next_part(body: bytes, url: str, charset: str | None = None) -> str | None:
    """The address of the part that follows the page, where the page links to it; None for the last one.

    Only an address that is this page's own with the next number counts: `rel=next` alone leads to the next article on
    many sites. `charset`: what the HTTP header says.
    """
    base, number = split_part(url)
    wanted = {(base, number + 1), (_bare(url), 2)}
    page = links.read(body, url, charset)
    if page.next and split_part(page.next) in wanted and not COMMENTS.search(page.next):
        return page.next
    for found in page.candidates:
        if split_part(found.url) in wanted and not COMMENTS.search(found.url) and _pages(found.url, found.title):
            return found.url
    return None


def _pages(url: str, anchor: str | None) -> bool:
    """Whether a link leads to a part and not to another article: "storm-2" is the second article of that name, too."""
    parts = urlsplit(url)
    if parts.query or ON_ITS_OWN.search(parts.path):
        return True
    return PAGER.fullmatch(anchor or "") is not None


def first_part(body: bytes, url: str, charset: str | None = None) -> str | None:
    """The address of the first part, where the page is a later one and links to it; None for every other page."""
    base, number = split_part(url)
    if number == 1:
        return None
    page = links.read(body, url, charset)
    for found in page.candidates:
        if found.url != url and split_part(found.url) == (base, 1) and _pages(url, found.title):
            return found.url
    return None


def join(parts: Sequence[Article]) -> Article:
    """One article: the first part's metadata, and every paragraph that an earlier part does not hold.

    Raises ValueError where there is no part.
    """
    if not parts:
        raise ValueError("no parts to join")
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], text="\n\n".join(_new(part.text.split("\n\n") for part in parts)))


def _new(texts: Iterable[Sequence[str]]) -> Iterator[str]:
    """The paragraphs of the first text, and of each other those that are new: headlines and boxes recur on parts."""
    seen: set[str] = set()
    for paragraphs in texts:
        yield from (each for each in paragraphs if each not in seen)
        seen.update(paragraphs)
