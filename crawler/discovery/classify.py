"""What an address leads to, judged by its shape and the words of the link, before anything is fetched."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from crawler.discovery.candidate import Kind
from crawler.discovery.tracking import main_path

MIN_SEEN = 5  # articles of one shape before its record outweighs the general rules
MIN_SHARE = 0.5  # of all pages of the shape: a list that is taken for an article is cleaned in vain and then read
MOST_SHAPES = 10_000  # that are remembered of a site
NOT_PAGES = frozenset(
    """
    jpg jpeg png gif webp avif svg ico bmp tif tiff heic mp3 mp4 m4a m4v ogg oga ogv wav webm mov avi mkv flv aac flac
    m3u8 mpd pdf doc docx xls xlsx ppt pptx odt ods epub mobi zip rar 7z tar gz tgz bz2 xz exe dmg apk iso css js mjs
    json map woff woff2 ttf otf eot swf ics vcf kml gpx txt csv rtf ps torrent
    """.split(),
)
BOILERPLATE = frozenset(
    """
    login signin sign-in log-in logout register registration signup sign-up account myaccount my-account konto
    anmelden registrieren abmelden password subscribe subscription subscriptions abo abonnement abonnements newsletter
    newsletters privacy privacy-policy datenschutz datenschutzerklaerung confidentialite terms terms-of-use
    terms-of-service terms-and-conditions agb nutzungsbedingungen impressum imprint mentions-legales legal cookies
    cookie-policy contact contact-us kontakt contacto about about-us ueber-uns advertise advertising advertise-with-us
    mediadaten werbung jobs careers karriere shop store cart warenkorb checkout help hilfe faq search suche recherche
    buscar feedback share print comment comments reply trackback wp-admin wp-login.php wp-json cdn-cgi xmlrpc.php
    donate donation sitemap.html rss games crosswords horoscope horoskop wetter weather tv-guide tv-programm
    """.split(),
)
LISTINGS = frozenset(
    """
    tag tags topic topics thema themen category categories kategorie rubrik section sections ressort author authors
    autor autoren auteur page archive archives archiv latest all index authors by contributors profile people
    """.split(),
)
STORIES = frozenset("article articles artikel story stories post posts archives news-story noticia articulo".split())
ID_PARAMETERS = frozenset(
    "id p aid artid articleid article_id story storyid story_id artikel newsid news_id nid".split()
)
DATE = re.compile(r"/(?:19|20)\d\d[/_-]?(?:[01]?\d|[a-z]{3})(?:[/_-]?[0-3]?\d)?(?=[/_-])", re.IGNORECASE)
NUMBER = re.compile(r"\d{5,}")
DIGITS = re.compile(r"\d+")
LONG_WORDS = re.compile(r"[^\W\d_]{2,}")
ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cms|ece)$", re.IGNORECASE)


def is_page(url: str) -> bool:
    """Whether the address can be a page at all, by its file ending."""
    name = url.partition("?")[0].rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return not (dot and stem and ending.lower() in NOT_PAGES)


def classify(url: str, anchor: str = "", known: Callable[[str], bool] | None = None) -> Kind:
    """Article, listing or other, by the address's shape and the words of the link to it.

    known: whether addresses like this one are articles on this site (`Shapes.are_articles`); it goes before the rules.
    """
    if known and is_page(url) and known(url):
        return "article"
    parts = urlsplit(url)
    path = main_path(parts.path)
    segments = [segment for segment in unquote(path).lower().split("/") if segment]
    if not is_page(url) or (segments and (segments[0] in BOILERPLATE or segments[-1] in BOILERPLATE)):
        return "other"
    if _names_a_document(parts):
        return "article"
    if not segments or _pages_through(parts.query) or LISTINGS & set(segments[:-1]):
        return "article" if segments and _is_slug(segments[-1], least=5) else "listing"
    return "article" if _is_article(path, segments, anchor) else "listing"


def shape(url: str) -> str:
    """The address with marks for its last part, numbers and slugs: pages of one shape come from one template."""
    parts = urlsplit(url)
    *above, name = parts.path.rstrip("/").split("/")
    stem, ending = ENDING.sub("", name), "".join(ENDING.findall(name))
    last = _segment_shape(stem) if not stem or stem.isdecimal() or _is_slug(stem, least=3) else _word_shape(stem)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join([*map(_segment_shape, above), last + ending]) + (f"?{'&'.join(names)}" if names else "")


class Shapes:
    """What pages of each shape turned out to be on one site."""

    def __init__(self, pages: Iterable[tuple[str, bool]] = ()) -> None:
        """pages: addresses, each with whether an article was there."""
        self._counts: dict[str, tuple[int, int]] = {}  # articles and pages
        for url, is_article in pages:
            self.learn(url, is_article=is_article)

    def learn(self, url: str, *, is_article: bool) -> None:
        """One more page has been seen."""
        its = shape(url)
        if its in self._counts or len(self._counts) < MOST_SHAPES:
            found, pages = self._counts.get(its, (0, 0))
            self._counts[its] = (found + is_article, pages + 1)

    def are_articles(self, url: str) -> bool:
        """Whether there are enough articles of this address's shape, and more of them than of anything else."""
        found, pages = self._counts.get(shape(url), (0, 0))
        return found >= MIN_SEEN and found > MIN_SHARE * pages


def _segment_shape(segment: str) -> str:
    if _is_slug(segment, least=3):
        return "{slug}"
    return DIGITS.sub("0", segment)


def _word_shape(word: str) -> str:
    return "{code}" if DIGITS.search(word) else "{word}"


def _names_a_document(parts: SplitResult) -> bool:
    """`?p=123`, `article.php?id=7`: the page is named by a number in the query."""
    if not parts.query:
        return False
    pairs = parse_qsl(parts.query)
    return any(name.lower() in ID_PARAMETERS and value.isdecimal() for name, value in pairs)


def _pages_through(query: str) -> bool:
    return bool(query) and any(
        name.lower() in ("page", "p", "start", "offset", "pg", "seite") for name, _ in parse_qsl(query)
    )


def _is_article(path: str, segments: list[str], anchor: str) -> bool:
    last = ENDING.sub("", segments[-1])
    if _is_slug(last, least=4) or NUMBER.search(last):
        return True
    if DATE.search(path) and not last.isdecimal():
        return True
    if STORIES & set(segments[:-1]):
        return True
    if ENDING.search(segments[-1]) and len(segments) > 1 and last not in ("index", "default"):
        return True
    return len(segments) > 1 and _is_headline(anchor)


def _is_slug(segment: str, *, least: int) -> bool:
    return segment.count("-") + segment.count("_") >= least - 1 and len(LONG_WORDS.findall(segment)) >= least - 1


def _is_headline(anchor: str) -> bool:
    return len(anchor) >= 25 and len(anchor.split()) >= 4 and "/" not in anchor
