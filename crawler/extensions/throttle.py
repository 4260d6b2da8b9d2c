"""Scrapy's AutoThrottle with a floor for each site: never faster than its settings, slower where it answers slowly."""

from weakref import WeakKeyDictionary

from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class Throttle(AutoThrottle):
    """A site whose delay is set to nothing is left as it is: that is a machine of one's own."""

    _floors: WeakKeyDictionary[Slot, float]

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        floors = self.__dict__.setdefault("_floors", WeakKeyDictionary())
        self.mindelay = floors.setdefault(slot, slot.delay)
        self.target_concurrency = float(slot.concurrency)
        if self.mindelay > 0:
            super()._adjust_delay(slot, latency, response)

    def _start_delay(self) -> float:
        """Sites begin as their settings say."""
        return self._min_delay()
