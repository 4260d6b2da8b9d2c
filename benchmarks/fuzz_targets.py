"""What is fuzzed: for each of our parsers a check that takes bytes.

A check raises for whatever the parser does not promise; errors that its docstring names are promised. Parsers are
imported when their check is made, so that the fuzzer can instrument them.
"""

import io
from collections.abc import Callable

Check = Callable[[bytes], None]


def sound(text: str) -> None:
    """Raise where a text holds what no output may hold."""
    from cleaners.characters import UNWANTED

    if found := UNWANTED.search(text):
        raise AssertionError(f"unwanted character {found[0]!r}")
    text.encode()


def fetchable(url: str) -> None:
    """Raise where an address found is none to be fetched."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise AssertionError(f"not to be fetched: {url!r}")


def page() -> Check:
    """A page through the whole cleaner, then as every document and as a report."""
    from cleaners import Cleaner, CleanError, Page
    from cleaners.explain import explain
    from cleaners.render import DOCUMENTS, render
    from cleaners.report import render_report

    cleaner = Cleaner()

    def check(data: bytes) -> None:
        try:
            cleaned = cleaner(Page.parse(data, url="https://gull.example/a"))
        except CleanError:
            return
        for form in DOCUMENTS if cleaned.article.text else ():
            sound(render(cleaned, form))
        sound(render_report(explain(cleaned)))

    return check


def text() -> Check:
    """A page that was flattened to text."""
    from cleaners import CleanError, clean_text
    from cleaners.decode import decode

    def check(data: bytes) -> None:
        try:
            sound(clean_text(decode(data)).text)
        except CleanError:
            return

    return check


def charset() -> Check:
    """Bytes to text, under labels that may be wrong."""
    from cleaners.decode import decode

    def check(data: bytes) -> None:
        label = data[:12].decode("latin-1")
        if len(decode(data, label)) > 2 * len(data) + 2:
            raise AssertionError("more text than bytes")

    return check


def feed() -> Check:
    """RSS, Atom, RDF, JSON Feed."""
    from crawler.discovery import feeds

    return _discovery(feeds.read)


def sitemap() -> Check:
    """Sitemaps and their indexes."""
    from crawler.discovery import sitemaps

    return _discovery(sitemaps.read)


def links() -> Check:
    """The links of a page."""
    from crawler.discovery import links as reader

    return _discovery(reader.read)


def _discovery(read: Callable[[bytes, str], object]) -> Check:
    from crawler.discovery import DiscoveryError, Findings
    from crawler.discovery.urls import canonical

    def check(data: bytes) -> None:
        try:
            found = read(data, "https://gull.example/rss.xml")
        except DiscoveryError:
            return
        for each in found if isinstance(found, Findings) else ():
            fetchable(each.url)
            fetchable(canonical(each.url))

    return check


def robots() -> Check:
    """robots.txt, and what it says of a few addresses."""
    from crawler.discovery.robots import Robots

    def check(data: bytes) -> None:
        rules = Robots.parse(data)
        for path in ("/", "/private/x", "/a/%2f?b=c", "/" + "a" * 200):
            rules.allows(f"https://gull.example{path}", "wirebrush")
        delay = rules.crawl_delay("wirebrush")
        if delay is not None and not 0 <= delay < 1e9:
            raise AssertionError(f"a delay of {delay}")
        for url in rules.sitemaps:
            fetchable(url)

    return check


def sites() -> Check:
    """sites.toml."""
    from crawler.config.load import parse
    from crawler.errors import SettingsError

    def check(data: bytes) -> None:
        try:
            parse(data.decode("utf-8", "replace"))
        except SettingsError as error:
            for line in error.lines:
                if "\n" in line or "\r" in line:
                    raise AssertionError("a message of several lines") from error

    return check


def inputs() -> Check:
    """Whatever a file may hold: pages, gzip, zip, WARC, MHTML."""
    from cleaners.inputs import InputLimits, read_inputs

    limits = InputLimits(page_bytes=1_000_000, expansion=20)

    def check(data: bytes) -> None:
        for found in read_inputs(["-"], limits=limits, stdin=io.BytesIO(data)):
            if getattr(found, "url", None):
                fetchable(found.url)

    return check


def archive() -> Check:
    """Our own archive's files, torn and damaged."""
    from crawler.archive.members import members
    from crawler.archive.record import entry

    def check(data: bytes) -> None:
        at = 0
        for member in members(io.BytesIO(data)):
            if member.offset != at or member.length < 1:
                raise AssertionError("members overlap or leave gaps")
            at += member.length
            if member.data is not None:
                entry(member.data, "a", member.offset, member.length)
        if at != len(data):
            raise AssertionError("bytes without a member")

    return check


def mhtml() -> Check:
    """Pages that a browser saved as one MIME file."""
    from cleaners.inputs.mhtml import unfold

    def check(data: bytes) -> None:
        unfold(data)

    return check


def addresses() -> Check:
    """Addresses made absolute and canonical; both must be fetchable, and doing it again must change nothing."""
    from crawler.archive.headers import target_uri
    from crawler.discovery import classify, urls
    from crawler.network.addresses import AddressGuard
    from crawler.network.failures import RefusedError

    guard = AddressGuard()

    def check(data: bytes) -> None:
        raw = data.decode("utf-8", "surrogateescape")
        target_uri(raw).encode("ascii")
        url = urls.absolute(raw, "https://gull.example/a/b")
        if url is None:
            return
        fetchable(url)
        canonical = urls.canonical(url)
        fetchable(canonical)
        if urls.canonical(canonical) != canonical:
            raise AssertionError(f"no fixed point: {canonical!r}")
        classify.classify(url, raw[:40])
        urls.site_of(url)
        urls.origin(url)
        try:
            guard.check(url)
        except RefusedError:
            return

    return check


def dates() -> Check:
    """Dates in pages and in feeds."""
    from cleaners.metadata.dates import parse_date
    from crawler.discovery.dates import parse

    def check(data: bytes) -> None:
        said = data.decode("utf-8", "replace")
        for found in (parse(said), parse_date(said), parse_date(said, month_first=True)):
            if found is not None:
                found.isoformat()
                found.timestamp()

    return check


def names() -> Check:
    """File names for outputs, made of anything."""
    from cleaners.outputs import Names

    def check(data: bytes) -> None:
        given = Names(".txt")
        taken = [given.take(place) for place in data.decode("utf-8", "surrogateescape").split("\n")]
        if len({path.casefold() for path in taken}) != len(taken):
            raise AssertionError("two inputs under one name")
        for path in taken:
            if path.startswith("/") or ".." in path.split("/") or max(map(len, path.encode().split(b"/"))) > 200:
                raise AssertionError(f"unsafe: {path!r}")

    return check


def search() -> Check:
    """What people type into the search box, asked of SQLite."""
    import sqlite3

    from crawler.store.sqlite_search import match
    from crawler.store.terms import finds, read_terms

    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE a USING fts5(title, text)")

    def check(data: bytes) -> None:
        terms = read_terms(data.decode("utf-8", "replace"))
        if finds(terms):
            database.execute("SELECT rowid FROM a WHERE a MATCH ?", (match(terms),)).fetchall()

    return check


def codings() -> Check:
    """Compressed bodies from the wire."""
    from cleaners.inputs.codings import UNPACKERS, CodingError, decode

    def check(data: bytes) -> None:
        for coding in UNPACKERS:
            try:
                if len(decode(data, [coding], 1_000_000)) > max(1_100_000, len(data)):
                    raise AssertionError("past the limit")
            except CodingError:
                continue

    return check


TARGETS: dict[str, Callable[[], Check]] = {
    check.__name__: check
    for check in (
        page, text, charset, feed, sitemap, links, robots, sites, inputs, archive, mhtml, addresses, dates, names,
        search, codings,
    )
}  # fmt: skip
