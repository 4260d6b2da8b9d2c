"""When a page is worth another look."""

from crawler.saved import is_saved
from crawler.store.batch import Lease

HOUR, DAY = 3600.0, 86400.0
LONGEST = 90 * DAY  # an article that was left alone for half a year is not looked at again
LIVE, QUIET = HOUR / 6, DAY  # how often a live blog is looked at, until nobody has written to it for so long
EVERY_RUN = frozenset(("start", "robots", "feed", "sitemap"))


def next_look(
    lease: Lease, now: float, *, changed: bool, born: float | None = None, barren: bool = False
) -> float | None:
    """Seconds until the next look; None for never.

    Starts, robots.txt, feeds and sitemaps are looked at in every run, but a sitemap whose index dates it only when that
    date moves. Articles decay: first after half their age (`born`: seconds since 1970), at least an hour, then at twice
    the interval each time that nothing has changed. Listings and sitemaps of an index are looked at in every run while
    they change; the others decay too, to once a day, those that lead to no article (barren) further. A saved page never
    changes.
    """
    if lease.kind == "sitemap" and lease.lastmod is not None:
        return None
    inner = lease.kind == "sitemap" and bool(lease.hints.get("above"))
    if lease.kind in EVERY_RUN and not inner:
        return 0.0
    if inner or (lease.kind == "listing" and not barren):
        return 0.0 if changed else min(max(HOUR, 2 * lease.interval), DAY)
    if is_saved(lease.url):
        return None
    first = changed or not lease.interval
    interval = max(HOUR, (now - (born or now)) / 2) if first else 2 * lease.interval
    return interval if interval <= LONGEST else None


def next_live_look(now: float, born: float | None) -> float | None:
    """Seconds until the next look at a live blog that has just changed; None where nobody wrote to it for long.

    One that has not changed is looked at as others are, from this interval on: after twice the time.
    """
    return LIVE if born is not None and now - born < QUIET else None


def back_off(tries: int, base: float) -> float:
    """Seconds until the next try after so many failures: the base, then twice as long each time, at most a day."""
    return min(base * 2.0 ** min(tries, 20), DAY)
