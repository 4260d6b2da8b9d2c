"""Scrapy's AutoThrottle with a floor for each site: never faster than its settings, slower where it answers slowly."""

from typing import TYPE_CHECKING

from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Throttle(AutoThrottle):
    """A site whose delay is set to nothing is left as it is: that is a machine of one's own."""

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._floors: dict[Slot, float] = {}

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        self.mindelay = self._floors.setdefault(slot, slot.delay)
        self.target_concurrency = float(slot.concurrency)
        if self.mindelay > 0:
            super()._adjust_delay(slot, latency, response)

    def _start_delay(self) -> float:
        """Sites begin as their settings say."""
        return self._min_delay()
