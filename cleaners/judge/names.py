"""What the author of a page called its parts: class, id and data attributes sorted into a few meanings."""

import re
from functools import lru_cache

# One meaning a row; a word of an attribute has a meaning if one of the stems stands in it.
# English stems serve most sites of the world; the others are common on sites of their language.
MEANINGS: dict[str, str] = {
    "navigation": r"nav|menu|crumb|topbar|masthead|toolbar|pagina|pager|skip",
    "footer": r"foot|legal|impressum|colophon|bottom",
    "header": r"header|hero|topper",
    "aside": r"aside|sidebar|rail|widget|secondary|complement|column",
    "related": r"relat|recommend|recirc|similar|trending|popular|mostread|latest|teaser|card|listing|feed|carousel"
    r"|slider|linklist|mehr|readmore|more|next|prev|archive|onward|collection|grid|thumb|swiper|zumthema|vermas|lirea",
    "social": r"share|sharing|social|facebook|twitter|follow|whatsapp|addthis|pinterest|like|vote|reaction",
    "comment": r"comment|disqus|repl(?:y|ies)|discussion|kommentar|forum|coment|respond",
    "signup": r"newsletter|subscri|signup|login|regist|abo\b|paywall|premium|cta|piano|offer|donat|member"
    r"|promo|regwall|spende",
    "advert": r"^ads?$|^ads?\d|advert|sponsor|banner|dfp|taboola|outbrain|anzeige|werbung|publicit|commercial|affiliate"
    r"|gpt",
    "caption": r"caption|credit|figure|photo|imag|img|media|galler|bild|foto|legend|copyright|slideshow|lightbox",
    "byline": r"byline|author|writer|reporter|autor|auteur|contributor|^bio|profile|verfasser|redact|firma|signature",
    "date": r"date|time|publish|stamp|updated|datum|fecha|clock",
    "meta": r"^meta|info|detail|stat|count|label|badge|flag",
    "title": r"title|headline|heading|titel|titre|kicker|overline|eyebrow|titulo|overskrift|roofline|dachzeile",
    "lead": r"lead|lede|intro|standfirst|^deck|^dek|summary|subtitle|subhead|subline|sapo|chapo|excerpt|abstract"
    r"|vorspann|descri|ingress|bajada|copete|entradilla|synopsis|opener|perex|anons|leed|zajawka",
    "body": r"body|content|text|article|story|post|entry|paragraph|main|rich|copy|prose|artikel|articul|articol|wysiwyg"
    r"|tekst",
    "tags": r"tag|topic|keyword|categor|schlagwort|etiqueta|tema|rubri|section",
    "overlay": r"cookie|consent|gdpr|cmp|modal|popup|overlay|dialog|toast|tooltip|dropdown|drawer|flyout",
    "hidden": r"hidden|hide|sronly|visually|screenreader|invisible|display-none|noprint|noshow",
    "box": r"box|fact|fakt|kasten|takeaway|highlight|callout|infobox|panel|inset|accordion|toggle|disclaimer|notice"
    r"|note",
    "player": r"video|player|audio|podcast|youtube|listen|speech|playlist",
    "quote": r"quote|pullq|zitat|citat|citation|blockq",
    "embed": r"embed|tweet|instagram|iframe|tiktok|oembed|youtube",
    "correction": r"correct|footnote|clarif|update|editor|source|credit",
    "live": r"live|ticker|timeline|liveblog|coverage|blogpost",
    "toc": r"^toc|tableofcontent|outline|index|jump|inhaltsverz",
    "button": r"btn|button|icon|link|action|click|toggle|expand|close|search",
}
NAMES = tuple(MEANINGS)
_STEMS = tuple(re.compile(stems) for stems in MEANINGS.values())
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")


@lru_cache(maxsize=65_536)
def _word_meanings(word: str) -> int:
    joined = word.replace("-", "")
    bits = 0
    for position, stems in enumerate(_STEMS):
        if stems.search(joined) or (joined != word and stems.search(word)):
            bits |= 1 << position
    return bits


@lru_cache(maxsize=16_384)
def meanings(names: str) -> int:
    """The meanings of a names string as bits, in the order of `NAMES`."""
    bits = 0
    for word in _WORD.findall(names):
        bits |= _word_meanings(word)
    return bits
