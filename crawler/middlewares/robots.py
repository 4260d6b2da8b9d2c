"""robots.txt (RFC 9309) of every origin, fetched once and before anything else."""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.discovery import urls
from crawler.discovery.robots import MAX_BYTES, Robots
from crawler.middlewares.politeness import CRAWL_DELAY
from crawler.network.failures import FetchError, RefusedError
from crawler.network.handler import PREFIX
from crawler.saved import is_saved

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

OWN = "is_robots_txt"
KEEP_SECONDS, KEEP_FAILURE_SECONDS = 86_400.0, 600.0  # RFC 9309, 2.4: at most a day
NO_RULES = Robots.parse(b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an origin's robots.txt said: its rules, or why nothing may be fetched. until: when to ask again."""

    rules: Robots
    until: float
    response: Response | None = None
    error: Exception | None = None


class RobotsMiddleware:
    """Lets nothing through that robots.txt forbids, and nothing at all while it cannot be read.

    WIREBRUSH_MAX_CRAWL_DELAY: the longest Crawl-delay that is kept, in seconds; an origin that asks for a longer one
    is left out.
    """

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self.longest = settings.getfloat("WIREBRUSH_MAX_CRAWL_DELAY", 60.0)
        self._answers: dict[str, asyncio.Task[Answer]] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """With the user agent and limits of the settings."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """Let the request pass, or answer it where it is for robots.txt itself.

        Raises RefusedError where robots.txt forbids the address, FetchError where it cannot be fetched.
        """
        if request.meta.get(OWN) or is_saved(request.url):
            return None
        answer = await self._answer(urls.origin(request.url), request.meta.get("site", ""))
        if urlsplit(request.url).path == "/robots.txt" and answer.response is not None:
            return answer.response.replace(url=request.url, request=request)
        if answer.error is not None:
            raise answer.error
        if not answer.rules.allows(request.url, self.agent):
            raise RefusedError("forbidden by robots.txt")
        delay = answer.rules.crawl_delay(self.agent) or 0.0
        if delay > self.longest:
            raise RefusedError(f"the Crawl-delay of robots.txt is over {self.longest:g} s: put off")
        request.meta[CRAWL_DELAY] = delay
        return None

    async def _answer(self, origin: str, site: str) -> Answer:
        """The answer at hand, or a new one; all who wait for the same origin wait for the same request."""
        task = self._answers.get(origin)
        if task is None or (task.done() and task.result().until < time.monotonic()):
            task = self._answers[origin] = asyncio.ensure_future(self._fetch(origin, site))
        return await asyncio.shield(task)

    async def _fetch(self, origin: str, site: str) -> Answer:
        meta = {
            "site": site,
            OWN: True,
            PREFIX: MAX_BYTES + 1,
            "download_maxsize": 0,
            "kind": "robots",
            "handle_httpstatus_all": True,
        }
        request = Request(f"{origin}/robots.txt", meta=meta, callback=NO_CALLBACK, dont_filter=True)
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("a middleware was called before its crawl began")
        try:
            response = await engine.download_async(request)
        except RefusedError as error:
            return _closed(error)
        except FetchError as error:
            if str(error).startswith("redirected"):
                return Answer(NO_RULES, time.monotonic() + KEEP_SECONDS)
            return _closed(FetchError(f"robots.txt: {error}", retry_after=error.retry_after))
        return _read(origin, response)


def _read(origin: str, response: Response) -> Answer:
    """RFC 9309, 2.3.1: 4xx means no rules; 5xx, and 429 as the large crawlers have it, that nothing may be fetched."""
    status = response.status
    until = time.monotonic() + KEEP_SECONDS
    if status == 429 or status >= 500:
        return _closed(RefusedError(f"robots.txt answers {status}: nothing may be fetched"), response)
    if not 200 <= status < 300:
        return Answer(NO_RULES, until, response)
    rules = Robots.parse(response.body)
    if rules.truncated:
        logger.warning("%s/robots.txt is longer than %d bytes; the rest is not read", origin, MAX_BYTES)
    return Answer(rules, until, response)


def _closed(error: Exception, response: Response | None = None) -> Answer:
    return Answer(NO_RULES, time.monotonic() + KEEP_FAILURE_SECONDS, response, error)
