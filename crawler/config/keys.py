"""Every key of `sites.toml` in one table: how it is read, and what it means. The documentation is made from it."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from crawler.config import values

Reader = Callable[[object], object]


class Key(NamedTuple):
    """One key. shape: "many" for a list of such values, where one alone will do. place: "site": not in [defaults]."""

    name: str
    read: Reader
    kind: str
    meaning: str
    shape: Literal["one", "many"] = "one"
    place: Literal["any", "site"] = "any"

    @property
    def many(self) -> bool:
        """Whether it holds a list of values."""
        return self.shape == "many"


KEYS = (
    Key(
        "url",
        values.start,
        "address",
        "The site's front page, or file:///PATH for saved pages. The only key that must be there.",
        "one",
        "site",
    ),
    Key("name", values.text, "text", "Its name in tables and in the store; the host if left out.", "one", "site"),
    Key(
        "urls", values.address, "addresses", "More pages to fetch, as if the front page linked to them.", "many", "site"
    ),
    Key("feeds", values.address, "addresses", "RSS, Atom or JSON feeds; paths count from `url`.", "many", "site"),
    Key("sitemaps", values.address, "addresses", "Sitemaps, sitemap indexes and news sitemaps.", "many", "site"),
    Key("sections", values.address, "addresses", "Pages that list articles, with their next pages.", "many", "site"),
    Key("discover", values.flag, "true/false", "Look for feeds and sitemaps where sites announce them."),
    Key("front", values.flag, "true/false", "Read the front page; false: only what the other keys name."),
    Key("include", values.pattern, "patterns", "Fetch only articles whose address holds one of them.", "many"),
    Key("exclude", values.pattern, "patterns", "Never fetch addresses that hold one of them.", "many"),
    Key("since", values.day, "date", "Leave out articles published or changed before."),
    Key("until", values.day, "date", "Leave out articles published after this day."),
    Key(
        "delay",
        values.seconds,
        "duration",
        "Least time from an answer to the next request to an origin; robots.txt may ask more.",
    ),
    Key("concurrency", values.count, "number", "Most requests to one origin at the same time."),
    Key("budget", values.count, "number", "Most requests in one run."),
    Key("limit", values.count, "number", "Most articles in one run; no bound if left out."),
    Key("interval", values.seconds, "duration", "How long after a run the next one is due."),
    Key("render", values.render, 'true/false/"auto"', 'Ask a browser; "auto": only where a page has no text without.'),
    Key("archive", values.flag, "true/false", "Keep fetched pages in the archive, where a crawl has one."),
    Key("allow_hosts", values.host_port, "HOST:PORT", "Private or local addresses that may be fetched.", "many"),
    Key("contact", values.text, "text", "An address or page about you, sent with every request."),
)
BY_NAME = {key.name: key for key in KEYS}
