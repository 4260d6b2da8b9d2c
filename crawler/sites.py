"""The sites of a crawl that come from plain addresses, and their names."""

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from crawler.config import SiteConfig
from crawler.config.values import start
from crawler.config.values import url as read_url
from crawler.discovery.urls import origin, redacted
from crawler.errors import MistakesError, SettingsError

PATHS = ("/", "./", "../")
LOCAL_CONCURRENCY = 4  # a machine of one's own needs no manners


def from_urls(
    addresses: Iterable[str], *, delay: float | None = None, allow_hosts: Collection[str] = ()
) -> list[SiteConfig]:
    """Sites with default settings; an address without a scheme means https, one that starts as a path does, a file.

    delay: seconds between two requests to one origin; if left out, none for the hosts that are allowed by name.

    Raises SettingsError for an address that cannot be fetched, or may as well be a file.
    """
    return [_site(address, delay, tuple(allow_hosts)) for address in addresses]


def from_lists(
    files: Iterable[Path], *, delay: float | None = None, allow_hosts: Collection[str] = ()
) -> list[SiteConfig]:
    """One site for each origin of the addresses in files, one a line; of it nothing else is fetched.

    Empty lines and those that begin with # do not count.

    Raises SettingsError where a file cannot be read, MistakesError with every line that is no address.
    """
    found: dict[str, dict[str, None]] = {}
    mistakes: list[str] = []
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            if not line or line.startswith("#"):
                continue
            try:
                address = read_url(line)
            except ValueError as error:
                mistakes.append(f"{file}: line {number}: {error}")
            else:
                found.setdefault(origin(address), {})[address] = None
    if mistakes:
        raise MistakesError(mistakes)
    sites = from_urls(found, delay=delay, allow_hosts=allow_hosts)
    return [
        replace(site, urls=tuple(urls), front=False, discover=False)
        for site, urls in zip(sites, found.values(), strict=True)
    ]


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text("utf-8-sig").splitlines()]
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: not UTF-8 text (byte {error.start:,})") from error


def _site(address: str, delay: float | None, allow_hosts: tuple[str, ...]) -> SiteConfig:
    try:
        url = start(_whole(address))
    except ValueError as error:
        raise SettingsError(f"{redacted(address)}: {error}") from error
    if delay is not None:
        return SiteConfig(url=url, delay=delay, allow_hosts=allow_hosts)
    if urlsplit(url).netloc in allow_hosts:
        return SiteConfig(url=url, delay=0.0, concurrency=LOCAL_CONCURRENCY, allow_hosts=allow_hosts)
    return SiteConfig(url=url, allow_hosts=allow_hosts)


def _whole(address: str) -> str:
    """With its scheme."""
    if address.startswith(PATHS):
        return Path(os.path.normpath(Path(address).absolute())).as_uri()
    if "://" in address or address.startswith("file:"):
        return address
    if os.path.lexists(address):
        raise SettingsError(f"{address}: write ./{address} for the file of this name, https://{address} for the site")
    return f"https://{address}"


def by_name(sites: Iterable[SiteConfig]) -> dict[str, SiteConfig]:
    """Sites under the names that the store keeps for them; two addresses of one host go by their whole address.

    Raises SettingsError where there is none.
    """
    named: dict[str, SiteConfig] = {}
    for site in sites:
        named[site.label if site.label not in named else site.url] = site
    if not named:
        raise SettingsError("name a site to crawl, as in https://example.org/, or a file of sites with --sites")
    return named
