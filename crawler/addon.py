"""Wirebrush in anybody's own Scrapy project."""

from scrapy.settings import BaseSettings

from crawler import settings as own
from crawler.pipelines.archive import ArchivePipeline
from crawler.pipelines.clean import CleanPipeline
from crawler.pipelines.hosted import HostedStorePipeline, PagesOfResponses

COMPONENTS: dict[str, dict[type, int]] = {
    "ITEM_PIPELINES": {ArchivePipeline: 100, CleanPipeline: 200, HostedStorePipeline: 400},
    "SPIDER_MIDDLEWARES": {PagesOfResponses: 950},
}
DEFAULTS = (
    "WIREBRUSH_STORE",
    "WIREBRUSH_ARCHIVE",
    "WIREBRUSH_JOBS",
    "WIREBRUSH_CLEAN_SECONDS",
    "WIREBRUSH_CLEAN_MEGABYTES",
)


class WirebrushAddon:
    """One line in the settings of a project: `ADDONS = {"crawler.addon.WirebrushAddon": 500}`.

    What it does, and nothing else:

    - Every HTML page with status 200 that a callback of your spiders gets is cleaned in a worker process and stored, as
      an article of the spider's name. It comes out of the pipelines as a record (a dict with the fields of a stored
      article), so that your own pipelines behind 400 and your feed exports see it. Pages without an article are dropped
      with the reason. With WIREBRUSH_RESPONSES = False only what you choose is cleaned: yield
      `crawler.spiders.fetched.as_page(response, site=self.name)` from a callback.
    - Your own items and requests pass as they are. Scheduling, politeness and storage of your project stay yours.

    Settings it reads, your project's values first: WIREBRUSH_STORE (sqlite:///news.db), WIREBRUSH_RESPONSES (True),
    WIREBRUSH_ARCHIVE (a folder or an address for the pages as WARC files; none), WIREBRUSH_JOBS,
    WIREBRUSH_CLEAN_SECONDS, WIREBRUSH_CLEAN_MEGABYTES. It needs Scrapy's asyncio reactor, the default.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Put the parts in their places, where the project has not put them elsewhere."""
        for name, parts in COMPONENTS.items():
            for part, place in parts.items():
                settings.setdefault_in_component_priority_dict(name, part, place)
        for name in DEFAULTS:
            settings.set(name, getattr(own, name), priority="addon")
        settings.set("WIREBRUSH_RESPONSES", value=True, priority="addon")
