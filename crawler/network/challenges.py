"""Pages that ask whether a human is there, known by their marks; they are reported, never evaded."""

from collections.abc import Mapping

MAX_BYTES = 65_536  # such pages are short; an article that mentions a product's name is not
STATUSES = frozenset((200, 202, 401, 403, 405, 429, 503))
HEADERS = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-datadome", "protected", "DataDome"),
    ("x-kpsdk-ct", "", "Kasada"),
)
MARKS = (
    (b"/cdn-cgi/challenge-platform/h/", "Cloudflare"),
    (b"cf-browser-verification", "Cloudflare"),
    (b"window._cf_chl_opt", "Cloudflare"),
    (b"geo.captcha-delivery.com", "DataDome"),
    (b"_Incapsula_Resource", "Imperva"),
    (b"px-captcha", "HUMAN"),
    (b"awsWafCookieDomainList", "AWS WAF"),
    (b"sucuri_cloudproxy_js", "Sucuri"),
    (b"anubis_challenge", "Anubis"),
    (b"/.well-known/ddos-guard/", "DDoS-Guard"),
    (b"sec-if-cpt-container", "Akamai"),
)
TITLES = (
    (b"<title>Just a moment...</title>", "Cloudflare"),
    (b"<title>Attention Required! | Cloudflare</title>", "Cloudflare"),
)


def challenger(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Whose challenge page a response is; None where it is none. headers: names in lower case."""
    if status not in STATUSES:
        return None
    for name, value, who in HEADERS:
        if name in headers and value in headers[name].lower() and (value or status != 200):
            return who
    if len(body) > MAX_BYTES:
        return None
    marks = TITLES if status == 200 and b"<p" in body.lower() else TITLES + MARKS
    return next((who for mark, who in marks if mark in body), None)
