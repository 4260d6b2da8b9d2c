"""The sites of a crawl that come from plain addresses, and their names."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.config import SiteConfig
from crawler.config.values import url as read_url
from crawler.errors import SettingsError


def from_urls(addresses: Iterable[str], like: SiteConfig | None = None) -> dict[str, SiteConfig]:
    """Sites by name, with default settings or those of `like`; an address without a scheme means https.

    Raises SettingsError for an address that cannot be fetched, or where there is none.
    """
    sites = []
    for address in addresses:
        whole = address if "://" in address else f"https://{address}"
        try:
            url = read_url(whole)
        except ValueError as error:
            raise SettingsError(f"{address}: {error}") from error
        sites.append(replace(like, url=url) if like else SiteConfig(url=url))
    return by_name(sites)


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
