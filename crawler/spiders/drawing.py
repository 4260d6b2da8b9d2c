"""Which pages a browser is asked for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.config import SiteConfig
from crawler.items import FetchedPage
from crawler.render import Renderer
from crawler.spiders.fetched import is_html

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Drawing:
    """The browser of a crawl, where the settings of a site want one."""

    def __init__(self, crawler: "Crawler", sites: Mapping[str, SiteConfig]) -> None:
        self._sites = sites
        self._renderer = Renderer(crawler) if any(site.render for site in sites.values()) else None

    def always(self, page: FetchedPage) -> bool:
        """Whether the page is to be drawn before it is looked at."""
        return self._sites[page.site].render is True and is_html(page)

    def instead(self, page: FetchedPage) -> bool:
        """Whether a page in which nothing was found is to be drawn after all."""
        return self._sites[page.site].render == "auto" and is_html(page) and not page.rendered

    async def draw(self, page: FetchedPage) -> FetchedPage:
        """The page as the browser shows it.

        Raises FetchError where the browser fails, RefusedError where what it shows is not wanted.
        """
        if self._renderer is None:
            raise RuntimeError(f"no site wants {page.url} drawn")
        return await self._renderer.render(page)
