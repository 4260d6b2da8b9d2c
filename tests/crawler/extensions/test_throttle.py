from scrapy.core.downloader import Slot
from scrapy.extension import ExtensionManager
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler import settings
from crawler.extensions.throttle import Throttle

OURS = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def throttle():
    made = Throttle(get_crawler(settings_dict=OURS))
    made.maxdelay = settings.AUTOTHROTTLE_MAX_DELAY
    return made


def delays(slot, *latencies, status=200):
    """Seconds between two requests after answers that took so long."""
    its = throttle()
    found = []
    for latency in latencies:
        its._adjust_delay(slot, latency, Response("https://daily.example/", status=status))
        found.append(slot.delay)
    return found


def test_it_is_on():
    running = ExtensionManager.from_crawler(get_crawler(settings_dict=OURS)).middlewares
    assert [type(each) for each in running if isinstance(each, Throttle.__mro__[1])] == [Throttle]


def test_a_slow_site_is_asked_less_often_and_never_more_often_than_its_settings_say():
    assert delays(Slot(1, 2.0, 0.0), 0.1, 8.0, 8.0, 0.0, 0.0, 0.0) == [2.0, 8.0, 8.0, 4.0, 2.0, 2.0]
    assert delays(Slot(2, 1.0, 0.0), 8.0) == [4.0]
    assert delays(Slot(1, 1.0, 0.0), 500.0) == [settings.AUTOTHROTTLE_MAX_DELAY]


def test_errors_make_it_no_faster():
    assert delays(Slot(1, 1.0, 0.0), 8.0) == [8.0]
    slow = Slot(1, 1.0, 0.0)
    its = throttle()
    its._adjust_delay(slow, 8.0, Response("https://daily.example/"))
    its._adjust_delay(slow, 0.0, Response("https://daily.example/", status=503))
    assert slow.delay == 8.0


def test_a_machine_of_ones_own_needs_no_pauses():
    assert delays(Slot(4, 0.0, 0.0), 8.0) == [0.0]
