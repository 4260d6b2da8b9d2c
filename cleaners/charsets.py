"""Which legacy encoding bytes are in, told by the letters they would give. Only for pages that are not UTF-8."""

import re

SAMPLE = 32_768
HIGH = re.compile(rb"[\x80-\xff]+")
LATIN_HIGH = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
REPLACEMENT = "\ufffd"

# Letters that are common in running text of the languages that used the encoding, and for East Asia the least share of
# them that makes it certain.
EAST_ASIAN = {
    "cp932": (0.2, "のにはをたがとでてしいるなもれさらすかまこあっくう。、ーンスルトラリイアク"),
    "euc_jp": (0.2, "のにはをたがとでてしいるなもれさらすかまこあっくう。、ーンスルトラリイアク"),
    "gb18030": (0.1, "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会，。"),
    "big5hkscs": (0.1, "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會，。"),
}
CYRILLIC = "оеаинтсрвлкмі"
LATIN = {
    "cp1252": "éèàçùâêîôûëïäöüßñáíóúãõøåæœÉÈÀÇÄÖÜÑÁÍÓÚØÅÆ’‘“”–—…€«»°·£©®™¿¡ªº§",
    "cp1250": "áéíóúýčďěňřšťůžąćęłńśźżőűöüÁÉÍÓÚČŠŘŽŁŚŻăâîșțșş’‘“”„–—…«»°§đ",
    "iso8859-2": "áéíóúýčďěňřšťůžąćęłńśźżőűöüÁÉÍÓÚČŠŘŽŁŚŻăâîşţ°§đ",
    "cp1254": "ıüşçğöİŞÇĞÖÜâî’‘“”–—…",
    "cp1257": "āčēģīķļņšūžąęėįųõäöüĀČĒŠŪŽ’‘“”„–—…«»",
}
OTHER = {
    "cp1251": CYRILLIC,
    "koi8-u": CYRILLIC,
    "koi8-r": CYRILLIC,
    "iso8859-5": CYRILLIC,
    "cp866": CYRILLIC,
    "mac-cyrillic": CYRILLIC,
    "cp1253": "αοιετσνηυρπκάίέόήώ",
    "iso8859-7": "αοιετσνηυρπκάίέόήώ",
    "cp1255": "יוהלאתרבשמנ",
    "cp1256": "اليمونرتبةعد",
    "iso8859-6": "اليمونرتبةعد",
    "cp874": "านรอกเงมยลวดท่้ัี",
}


KNOWN = EAST_ASIAN.keys() | LATIN.keys() | OTHER.keys() | {"cp949"}


def guess(data: bytes, labels: tuple[str, ...] = ()) -> str:
    """The Python codec of bytes that are not UTF-8.

    labels: codecs that the page or its server named, best first; a label is believed unless the letters it gives are
    clearly less likely than another encoding's.
    """
    sample = _sample(data)
    scores = _scores(sample)
    best = max(scores, key=scores.__getitem__)
    for label in labels:
        likely = scores.get(label, 0.0 if label in KNOWN else 1.0)
        if likely >= scores[best] - 0.3 and _errors(sample, label) <= 0.02:
            return label
    return best


def _sample(data: bytes) -> bytes:
    """From a little before the first byte that is not ASCII."""
    found = HIGH.search(data)
    start = max(0, found.start() - 1) if found else 0
    return data[start : start + SAMPLE]


def _scores(sample: bytes) -> dict[str, float]:
    """For each encoding that the bytes could be in, the share of its letters beyond ASCII that are common ones."""
    for codec, (least, common) in EAST_ASIAN.items():
        if _errors(sample, codec) <= 0.01 and _share(sample, codec, common) >= least:
            return {codec: 1.0}
    if _errors(sample, "cp949") <= 0.01 and _hangul(sample) >= 0.9:
        return {"cp949": 1.0}
    if _hungarian(sample):
        return {"cp1250": 1.0}
    high = sum(map(len, HIGH.findall(sample)))
    family = LATIN if len(LATIN_HIGH.findall(sample)) >= high * 0.5 else OTHER
    scores = {codec: _share(sample, codec, common) for codec, common in family.items()}
    return {"cp1252": 0.1} | scores


def _hungarian(sample: bytes) -> bool:
    """Its long letters are a Western encoding's "õ" and "û", and all its others stand in the same place there.

    Portuguese and French, which have those, have letters that it lacks; Estonian has hardly an "á" or "é".
    """
    text = sample.decode("cp1250", "replace").lower()
    long, common = sum(map(text.count, "őű")), sum(map(text.count, "áé"))
    return 0 < long <= common and not any(letter in text for letter in "ăçčęŕ")


def _errors(sample: bytes, codec: str) -> float:
    """How many of the characters beyond ASCII the codec cannot read, 0 to 1; the last one may be cut."""
    high = [char for char in sample.decode(codec, "replace")[:-1] if char > "\x7f"]
    return high.count(REPLACEMENT) / len(high) if high else 0.0


def _share(sample: bytes, codec: str, common: str) -> float:
    """Capitals count for less: in one Cyrillic encoding they stand where another has the small letters."""
    high = [char for char in sample.decode(codec, "replace") if char > "\x7f" and char != "\xa0"]
    known = frozenset(common)
    common_ones = sum(char in known or (char.lower() in known) / 4 for char in high)
    return common_ones / len(high) if high else 0.0


def _hangul(sample: bytes) -> float:
    high = [char for char in sample.decode("cp949", "replace") if char > "\u00ff"]
    return sum("\uac00" <= char <= "\ud7a3" for char in high) / len(high) if high else 0.0
