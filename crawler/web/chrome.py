"""What was learned of a site's chrome, with what was decided about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from urllib.parse import urlsplit

from sqlalchemy import Connection

from cleaners.profile import Recurring, SiteProfile
from crawler.store import chrome_rules, profiles
from crawler.store.chrome_rules import Entry, Kind, Rule

SHOWN = 200
HOW = {"line": "word for word", "shape": "but for numbers and names", "path": "whatever stands there"}


@dataclass(frozen=True, slots=True)
class Learned:
    """One entry. times: on how many articles it was seen. how: what makes a text the same. decision: "" for none."""

    entry: Entry
    times: int
    how: str
    decision: str = ""

    @property
    def name(self) -> str:
        """What a page's address calls it."""
        return "chrome-" + blake2b("\0".join(self.entry).encode("utf-8", "replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Chrome:
    """What was learned from so many articles: what was decided about first, then what is most frequent."""

    pages: int
    entries: tuple[Learned, ...]
    more: int


def host_of(url: str) -> str:
    """What profiles call the host of an address."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def read_chrome(connection: Connection, host: str, most: int | None = SHOWN) -> Chrome:
    """What is known of a host, and decided. most: entries, but for those that were decided about; None for all."""
    profile = profiles.learned(connection, host).get(host)
    rules = {rule.entry: rule for rule in chrome_rules.load(connection, host)}
    entries = {each.entry: each for each in _learned(profile)} if profile else {}
    unlearned = (Learned(each.entry, each.times, HOW[each.entry.kind]) for each in rules.values())
    entries = {each.entry: each for each in unlearned} | entries
    found = [_decided(each, rules) for each in entries.values()]
    found.sort(key=lambda each: (not each.decision, -each.times, each.entry))
    shown = len(found) if most is None else max(most, len(rules))
    return Chrome(profile.pages if profile else 0, tuple(found[:shown]), max(0, len(found) - shown))


def _learned(profile: SiteProfile) -> Iterator[Learned]:
    kinds: tuple[tuple[Kind, str, Recurring], ...] = (
        ("line", "around the article", profile.edges),
        ("line", HOW["line"], profile.lines),
        ("shape", HOW["shape"], profile.shapes),
        ("path", HOW["path"], {"": profile.chrome_paths}),
    )
    for kind, how, recurring in kinds:
        for place, counts in recurring.items():
            for text, times in counts.items():
                yield Learned(Entry(profile.host, kind, place, text), times, how)


def _decided(each: Learned, rules: Mapping[Entry, Rule]) -> Learned:
    rule = rules.get(each.entry)
    return replace(each, decision=rule.decision) if rule else each
