"""`sites.toml` to settings. Everything wrong with the file is said at once, each with its line and key."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crawler.config.keys import BY_NAME, KEYS, Key
from crawler.config.lines import Path as KeyPath
from crawler.config.lines import key_lines
from crawler.config.site import CrawlConfig, SiteConfig
from crawler.errors import MistakesError, SettingsError
from crawler.saved import is_saved

TABLES = ("defaults", "site")
WEB_KEYS = frozenset(("urls", "feeds", "sitemaps", "sections", "render"))


def load(path: Path) -> CrawlConfig:
    """Read a file.

    Raises SettingsError where it cannot be read, MistakesError with all that is wrong in it.
    """
    try:
        document = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 text (byte {error.start:,})") from error
    return parse(document, name=str(path))


def parse(document: str, *, name: str = "sites.toml") -> CrawlConfig:
    """Read a document; `name` is what messages call it.

    Raises MistakesError with all that is wrong in it.
    """
    try:
        tables = tomllib.loads(document)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MistakesError([f"{name}: {_syntax(error, document)}"]) from error
    reading = _Reading(name, key_lines(document))
    config = reading.read(tables)
    if reading.mistakes:
        raise MistakesError([message for _, message in sorted(reading.mistakes, key=lambda each: each[0])])
    return config


def _syntax(error: Exception, document: str) -> str:
    if isinstance(error, RecursionError):
        return "line 1: nested too deep"
    what, _, where = str(error).removesuffix(")").rpartition(" (at ")
    found = re.match(r"line (\d+)", where)
    return f"line {found[1] if found else document.count(chr(10)) + 1}: {what}"


@dataclass(slots=True)
class _Reading:
    """One pass over a document that collects what is wrong."""

    name: str
    lines: Mapping[KeyPath, int]
    mistakes: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, path: KeyPath, message: str) -> None:
        """Note a mistake at a key."""
        places = (*(path[:end] for end in range(len(path), 0, -1)), (*path, 0))  # the first of an array of tables
        line = next((self.lines[place] for place in places if place in self.lines), 1)
        key = next((f" {part}:" for part in reversed(path) if isinstance(part, str) and part not in TABLES), "")
        self.mistakes.append((line, f"{self.name}: line {line}:{key} {message}"))

    def read(self, tables: Mapping[str, Any]) -> CrawlConfig:
        """All sites of the document."""
        for name in tables.keys() - set(TABLES):
            self.wrong((name,), f"no such table or key here{_guess(name, [*TABLES, *BY_NAME])}")
        defaults = tables.get("defaults", {})
        if not isinstance(defaults, dict):
            self.wrong(("defaults",), "defaults must be a table: write [defaults]")
            defaults = {}
        shared = self._values(("defaults",), defaults)
        for name in [name for name in shared if BY_NAME[name].place == "site"]:
            self.wrong(("defaults", name), "belongs into a [[site]], not into [defaults]")
        found = [self._site(("site", number), site, shared) for number, site in self._sites(tables)]
        sites = [(path, site) for path, site in found if site]
        self._refuse_twins(sites)
        return CrawlConfig(sites=tuple(site for _, site in sites))

    def _sites(self, tables: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
        sites = tables.get("site", [])
        if not isinstance(sites, list) or not all(isinstance(site, dict) for site in sites):
            self.wrong(("site",), "sites are tables in an array: write [[site]] with two brackets")
        elif not sites:
            self.wrong((), 'no site in it: write [[site]] and below it url = "https://news.example/"')
        else:
            yield from enumerate(sites)

    def _site(
        self, path: KeyPath, site: Mapping[str, Any], shared: Mapping[str, Any]
    ) -> tuple[KeyPath, SiteConfig | None]:
        own = self._values(path, site)
        if "url" not in site:
            self.wrong(path, "a [[site]] without url")
        if "url" not in own:
            return path, None
        settings = {**shared, **own}
        if is_saved(own["url"]):
            settings = self._without_web_keys(path, own, settings)
        for key in KEYS:
            if key.place == "site" and key.many and key.name in settings:
                settings[key.name] = tuple(urljoin(own["url"], each) for each in settings[key.name])
        if settings.get("since") and settings.get("until") and settings["since"] > settings["until"]:
            self.wrong((*path, "since"), f"lies after until ({settings['until']})")
        return path, SiteConfig(**settings)

    def _without_web_keys(self, path: KeyPath, own: Mapping[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
        """The settings that mean something for saved pages."""
        for name in WEB_KEYS & own.keys():
            self.wrong((*path, name), "is for sites on the web, and this url is a file")
        return {name: value for name, value in settings.items() if name not in WEB_KEYS}

    def _values(self, path: KeyPath, table: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a table that could be read, by key."""
        read: dict[str, Any] = {}
        for name, value in table.items():
            key = BY_NAME.get(name)
            if key is None:
                self.wrong((*path, name), f"no such key{_guess(name, BY_NAME)}")
                continue
            try:
                read[name] = _value(key, value)
            except ValueError as error:
                self.wrong((*path, name), str(error))
        return read

    def _refuse_twins(self, sites: list[tuple[KeyPath, SiteConfig]]) -> None:
        """Two sites must not share an address or a name."""
        urls: dict[str, KeyPath] = {}
        labels: dict[str, KeyPath] = {}
        for path, site in sites:
            same_url = urls.setdefault(site.url, path)
            same_label = labels.setdefault(site.label, path)
            if same_url != path:
                self.wrong((*path, "url"), f"the same as in line {self.lines[*same_url, 'url']}")
            elif same_label != path:
                taken = self.lines[same_label]
                self.wrong((*path, "name"), f"the site in line {taken} is called {site.label!r} too: give one a name")


def _value(key: Key, value: object) -> object:
    """A value as its key reads it, a list value by value.

    Raises ValueError that says what it must be.
    """
    if not key.many:
        return key.read(value)
    return tuple(key.read(each) for each in (value if isinstance(value, list) else [value]))


def _guess(name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name.lower(), list(names), n=1)
    return f": did you mean {close[0]}?" if close else ""
