"""Addresses: made absolute, checked, brought to one form, compared."""

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from tldextract import TLDExtract
from w3lib.url import canonicalize_url

from cleaners.characters import SURROGATE
from crawler.discovery.tracking import clutters, main_path

MAX_LENGTH = 2048  # what browsers, servers and the sitemap protocol agree on
MAX_PASSES = 600  # each takes characters off, most often one is enough
MAX_HOST = 260  # scheme and host, in characters
DEFAULT_PORTS = {"http": 80, "https": 443}
VARIANT_HOSTS = ("www.", "m.", "mobile.", "amp.")
PLAIN_PATH = re.compile(r"/[\w~.+@!$,=/-]*", re.ASCII)
PORT = r"(?::(?!(?:80|443)/)(?:[1-9]\d{0,3}|[1-5]\d{4}))?"
PLAIN = re.compile(rf"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*{PORT}{PLAIN_PATH.pattern}", re.ASCII)
IPV6 = re.compile(r"[0-9a-f:.]+")
BLANK = " \t\r\n\f\x00\ufeff"
SPACES = re.compile(r"[\t\r\n]+")


def absolute(raw: str, base: str = "") -> str | None:
    """The fetchable address that `raw` names on the page `base`; None where it names none.

    Only http and https, with a host, at most `MAX_LENGTH` characters; credentials and fragment are taken off.
    """
    raw = SPACES.sub("", raw.strip(BLANK))
    if not raw or len(raw) > MAX_LENGTH:
        return None
    if "/." not in raw:  # most addresses are plain, and need no taking apart
        if PLAIN.fullmatch(raw) and raw.find("/", 8) < MAX_HOST:
            return raw
        if base and raw[:2] != "//" and PLAIN_PATH.fullmatch(raw):
            return _root(base) + raw if _root(base) else None
    return _joined(raw, base)


def _joined(raw: str, base: str) -> str | None:
    """Every part of the address looked at; a lone surrogate, which JSON can spell, is in no address."""
    raw = SURROGATE.sub("\ufffd", raw)
    try:
        joined = urljoin(base, raw) if base else raw
        parts = urlsplit(joined)
        port = parts.port
        query = parts.query.rstrip(BLANK)
        path = parts.path if query else parts.path.rstrip(BLANK)
        path = _without_dots(path) if "/." in path else path or "/"
    except ValueError:  # "http://[::1"
        return None
    host = _ascii_host(parts.hostname or "")
    if parts.scheme not in DEFAULT_PORTS or not host:
        return None
    netloc = host if port is None or port == DEFAULT_PORTS[parts.scheme] else f"{host}:{port}"
    url = SplitResult(parts.scheme, netloc, path, query, "").geturl()
    return url if len(url) <= MAX_LENGTH else None


def _without_dots(path: str) -> str:
    """The path without "." and ".." (RFC 3986, 5.2.4); joined to a root, one that begins with "//" would be a host."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            kept[-1:] = []
        elif step != ".":
            kept.append(step)
    return "/" + "/".join([*kept, ""] if steps[-1] in {".", ".."} and kept else kept)


def canonical(url: str, *, home: str = "") -> str:
    """The one form of an address under which its variants fold: the frontier's key, and fetchable itself.

    Tracking and session parameters, fragment, default port and case of the host go; parameters are sorted; AMP, print
    and mobile forms become the main page where the address alone says so. `home` is the host of the site: "www.", "m."
    and "amp." hosts of the same name fold into it. An address that cannot be read comes back as it is.
    """
    fit = absolute(url)
    if fit is None:
        return url
    for _ in range(MAX_PASSES):
        form = _folded(fit, home)
        further = None if form == fit else absolute(form)
        if further is None:
            break
        fit = further
    return fit


def _folded(fit: str, home: str) -> str:
    """One pass; what it takes off may bare a further "/amp" or a "..", for another."""
    if not PLAIN.fullmatch(fit):
        fit = canonicalize_url(_without_clutter(fit))
    parts = urlsplit(fit)
    path = main_path(parts.path) or "/"
    return parts._replace(netloc=_home_netloc(parts, home), path=path).geturl()


def origin(url: str) -> str:
    """Scheme, host and port: what robots.txt and politeness hold for. All files of this machine have one.

    Raises ValueError for an address without a host or with a bad port.
    """
    parts = urlsplit(url)
    host, port = parts.hostname, parts.port
    if parts.scheme == "file":
        return "file://"
    if not host:
        raise ValueError(f"no host in {url[:100]!r}")
    host = f"[{host}]" if ":" in host else host
    shown = "" if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def site_of(url: str) -> str:
    """The site an address belongs to: its registrable domain; host and port where the host is an address or local."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    domain = "" if _is_address(host) else _registrable(host)
    if domain:
        return domain
    return host if port is None or port == DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def same_site(first: str, second: str) -> bool:
    """Whether two addresses belong to one publisher's site; subdomains do, another port of a local host does not."""
    site = site_of(first)
    return bool(site) and site == site_of(second)


def redacted(url: str) -> str:
    """The address without user name and password, for logs and stores."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}" if separator else url


@lru_cache(maxsize=256)
def _root(base: str) -> str:
    """The address without path and slash; empty where it is not fetchable."""
    whole = _joined(base, "")
    return whole[: whole.index("/", 8)] if whole else ""


def _without_clutter(url: str) -> str:
    parts = urlsplit(url)
    if not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
    kept = [(name, value) for name, value in pairs if not clutters(name, value)]
    return url if len(kept) == len(pairs) else parts._replace(query=urlencode(kept)).geturl()


def _home_netloc(parts: SplitResult, home: str) -> str:
    """`home`, where the host is a variant of it, else the host unchanged."""
    host = parts.hostname or ""
    if not home or host == home or _bare(host) != _bare(home):
        return parts.netloc
    return home if parts.port is None else f"{home}:{parts.port}"


def _bare(host: str) -> str:
    for prefix in VARIANT_HOSTS:
        if host.startswith(prefix) and host.count(".") > 1:
            return host[len(prefix) :]
    return host


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    """The host in lower case and IDNA; empty where it is none."""
    host = host.rstrip(".")
    if ":" in host:  # no address of the web names an interface of one machine ("fe80::1%eth0")
        return f"[{host}]" if IPV6.fullmatch(host) else ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
        host = host.rstrip(".")  # of which there are other forms beyond ASCII
    return host if re.fullmatch(r"[a-z0-9_](?:[a-z0-9._-]{0,252})", host) else ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    return _suffixes()(host).top_domain_under_public_suffix


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list that comes with tldextract; never the network, never a cache on disk."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
