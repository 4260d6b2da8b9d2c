"""Query parameters and path parts that do not name another document."""

import re

PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "_hs", "ns_", "wt_", "at_", "vero_", "oly_", "cx_")
NAMES = frozenset(
    """
    fbclid gclid dclid gclsrc gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid mkt_tok
    s_cid cmpid cmp cmp_id ocid ito ref_src ref_url rss ftag icid ncid smid smtyp soc_src soc_trk sr_share xtor xtref
    wtmc wt_mc wtrid _ga _gl _openstat spm scid __twitter_impression guccounter guce_referrer guce_referrer_sig
    taid echobox share_source sharetype
    """.split(),
)
SESSION = frozenset("phpsessid jsessionid aspsessionid sessionid session_id sid zenid cfid cftoken osid".split())
VARIANTS = {
    "amp": {"", "1", "true", "amp"},
    "outputtype": {"amp"},
    "print": {"", "1", "true", "yes"},
    "printable": {"", "1", "true", "yes"},
    "view": {"print", "amp"},
    "m": {"1"},
    "mobile": {"", "1", "true"},
}
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
AMP_TAIL = re.compile(r"(?<=[^/])/amp(?:/index\.html|(?=/?$))|(?<=[^/])\.amp(?=(?:\.html?)?$)", re.IGNORECASE)
PRINT_TAIL = re.compile(r"(?<=[^/])/(?:print|drucken|imprimir|imprimer)(?=/?$)", re.IGNORECASE)


def clutters(name: str, value: str) -> bool:
    """Whether a query parameter tracks, holds a session or asks for the AMP, mobile or print form of a page."""
    name = name.lower()
    if name in NAMES or name in SESSION or name.startswith(PREFIXES):
        return True
    return value.lower() in VARIANTS.get(name, ())


def main_path(path: str) -> str:
    """The path of the main page where this is the path of its AMP or print form, without a session in it."""
    if ";" in path:
        path = PATH_SESSION.sub("", path)
    lowered = path[-24:].lower()
    if "amp" in lowered:
        path = AMP_TAIL.sub("", path)
    if "pri" in lowered or "drucken" in lowered:
        path = PRINT_TAIL.sub("", path)
    return path
