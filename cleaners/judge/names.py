"""What the author of a page called its parts: class, id and data attributes sorted into a few meanings."""

import re
from collections.abc import Collection
from functools import lru_cache, reduce
from operator import or_

# One meaning a row; a word of an attribute has a meaning if one of the stems stands in it, at its start where the stem
# has a "^", at its end where it has a "$". English stems serve most sites of the world; the others are common on sites
# of their language.
MEANINGS: dict[str, str] = {
    "navigation": "nav menu crumb topbar masthead toolbar pagina pager skip",
    "footer": "foot legal impressum colophon bottom",
    "header": "header hero topper",
    "aside": "aside sidebar rail widget secondary complement column",
    "related": "relat recommend recirc similar trending popular mostread latest teaser card listing feed carousel "
    "slider linklist mehr readmore more next prev archive onward collection grid thumb swiper zumthema vermas lirea",
    "social": "share sharing social facebook twitter follow whatsapp addthis pinterest like vote reaction",
    "comment": "comment disqus reply replies discussion kommentar forum coment respond",
    "signup": "newsletter subscri signup login regist abo$ abo- paywall premium cta piano offer donat member promo "
    "regwall spende",
    "advert": "^ad$ ^ads$ advert sponsor banner dfp taboola outbrain anzeige werbung publicit commercial affiliate gpt",
    "caption": "caption credit figure photo imag img media galler bild foto legend copyright slideshow lightbox",
    "byline": "byline author writer reporter autor auteur contributor ^bio profile verfasser redact firma signature",
    "date": "date time publish stamp updated datum fecha clock",
    "meta": "^meta info detail stat count label badge flag",
    "title": "title headline heading titel titre kicker overline eyebrow titulo overskrift roofline dachzeile",
    "lead": "lead lede intro standfirst ^deck ^dek summary subtitle subhead subline sapo chapo excerpt abstract "
    "vorspann descri ingress bajada copete entradilla synopsis opener perex anons leed zajawka",
    "body": "body content text article story post entry paragraph main rich copy prose artikel articul articol "
    "wysiwyg tekst",
    "tags": "tag topic keyword categor schlagwort etiqueta tema rubri section",
    "overlay": "cookie consent gdpr cmp modal popup overlay dialog toast tooltip dropdown drawer flyout",
    "hidden": "hidden hide sronly visually screenreader invisible display-none noprint noshow",
    "box": "box fact fakt kasten takeaway highlight callout infobox panel inset accordion toggle disclaimer notice "
    "note",
    "player": "video player audio podcast youtube listen speech playlist",
    "quote": "quote pullq zitat citat citation blockq",
    "embed": "embed tweet instagram iframe tiktok oembed youtube",
    "correction": "correct footnote clarif update editor source credit",
    "live": "live ticker timeline liveblog coverage blogpost",
    "toc": "^toc tableofcontent outline index jump inhaltsverz",
    "button": "btn button icon link action click toggle expand close search",
}
NAMES = tuple(MEANINGS)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")


def _stems() -> dict[str, int]:
    """Each stem, and as bits what it means; where one begins with another it means both."""
    bits: dict[str, int] = {}
    for position, stems in enumerate(MEANINGS.values()):
        for stem in stems.split():
            bits[stem] = bits.get(stem, 0) | 1 << position
    return {stem: reduce(or_, [bits[other] for other in bits if stem.startswith(other)]) for stem in bits}


def _longest(stems: Collection[str]) -> str:
    """A pattern for the longest stem that begins somewhere; what stems begin with in common is looked at once."""
    rests: dict[str, list[str]] = {}
    for stem in filter(None, stems):
        rests.setdefault(stem[0], []).append(stem[1:])
    ways = [re.escape(first) + _longest(rest) for first, rest in rests.items()]
    return f"(?:{'|'.join(ways)}){'?' * ('' in stems)}" if ways else ""


_STEMS = _stems()
_STEM = re.compile(f"(?=({_longest(_STEMS)}))")


@lru_cache(maxsize=32_768)
def _word_meanings(word: str) -> int:
    """The meanings of a word; of one with a hyphen, as it stands and joined."""
    found = _STEM.findall(f"^{word}$")
    if "-" in word:
        found += _STEM.findall(f"^{word.replace('-', '')}$")
    return reduce(or_, [_STEMS[stem] for stem in found], 0)


@lru_cache(maxsize=4_096)
def meanings(names: str) -> int:
    """The meanings of a names string as bits, in the order of `NAMES`."""
    return reduce(or_, map(_word_meanings, _WORD.findall(names)), 0)
