"""A crawl in this process: Scrapy started, run to its end, and what came of it."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from cleaners.worker import spare_collector
from crawler.config import SiteConfig
from crawler.discovery.urls import origin
from crawler.errors import UnavailableError, WirebrushError
from crawler.frontier.session import Session
from crawler.open_files import allow_open_files
from crawler.render.browser import settings as render_settings
from crawler.saved import is_saved
from crawler.spiders.news import NewsSpider
from crawler.store import Store, frontier, locks, open_store
from crawler.store.frontier import Failure
from crawler.verdicts import judge

POLL_SECONDS = 1.0
NAMED_FAILURES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to crawl, by name of the site, and where it goes.

    limit: articles of all sites in this run. jobs: processes that clean; 0: one for each processor.
    archive: a folder, or an address in an object store; None: no page is kept.
    wait: for other crawls of these sites to end, instead of going on without them.
    shared: the run that these sites belong to, where other crawls are at its other sites.
    settings: Scrapy settings that override all others.
    """

    sites: Mapping[str, SiteConfig]
    store: str
    limit: int | None = None
    jobs: int = 0
    archive: Path | str | None = None
    wait: bool = False
    shared: int | None = None
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run counted, by site and name; the sites that other crawls have; whether nothing was left to do.

    broken: the sites that look broken, with the reason. failures: some of the pages that failed, newest first.
    faults: the hosts whose crawl failed as a whole, with the reason.
    waiting: what could not be moved to the archive's object store yet, as `Mover.waiting` tells it.
    """

    run_id: int
    counts: Mapping[str, Mapping[str, int]]
    busy: Mapping[str, str]
    finished: bool
    broken: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)


def run(plan: Plan) -> Result:
    """Crawl to the end, or until a signal stops it. Once in a process: Scrapy's reactor cannot be started twice.

    Raises UnavailableError where the store cannot be used, or fails on the way, or too few files may be open,
    SettingsError where a site needs a browser that is not there.
    """
    allow_open_files()
    own = settings(plan)
    store = open_store(plan.store)
    try:
        session = _session(store, plan)
        reason, waiting = _crawl(session, own)
        counts = session.counts()
        with store.reading() as connection:
            failures = frontier.failures(connection, list(session.sites), NAMED_FAILURES)
        return Result(
            run_id=session.run.id,
            counts=counts,
            busy=session.busy,
            finished=reason == "finished",
            broken=judge(store, session.run.id, counts) if reason == "finished" else {},
            failures=tuple(failures),
            waiting=waiting,
        )
    finally:
        store.close()


def _session(store: Store, plan: Plan) -> Session:
    while plan.wait:
        with store.reading() as connection:
            if not locks.busy(connection, plan.sites, time.time()):
                break
        time.sleep(POLL_SECONDS)
    return Session.open(store, plan.sites, plan.shared)


def _crawl(session: Session, own: Settings) -> tuple[str, dict[str, str]]:
    """Run Scrapy; returns why it ended, and what waits to be moved to the archive."""
    if session.crashed:
        own.set("WIREBRUSH_REST", max(site.delay for site in session.sites.values()), priority="cmdline")
    process = AsyncCrawlerProcess(own)
    logging.getLogger("scrapy").setLevel(own["LOG_LEVEL"])  # else two records a page are made and dropped
    crawler = process.create_crawler(NewsSpider)
    task = process.crawl(crawler, session=session)
    spare_collector()
    process.start()
    if isinstance(crawler.spider, NewsSpider) and crawler.spider.fault:
        raise _as_known(crawler.spider.fault)
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    reason = str(crawler.stats.get_value("finish_reason", "")) if crawler.stats else ""
    mover = crawler.spider.mover if isinstance(crawler.spider, NewsSpider) else None
    return reason, mover.waiting() if mover else {}


def _as_known(fault: BaseException) -> BaseException:
    if isinstance(fault, WirebrushError):
        return fault
    return UnavailableError(f"the crawl was stopped by a fault: {type(fault).__name__}: {fault}")


def settings(plan: Plan) -> Settings:
    """The project's settings with those of the plan over them.

    Raises SettingsError where a site is to be drawn by a browser and there is none.
    """
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    allowed = [host for site in plan.sites.values() for host in site.allow_hosts]
    own: dict[str, object] = {
        "WIREBRUSH_STORE": plan.store,
        "WIREBRUSH_LIMIT": plan.limit or 0,
        "WIREBRUSH_JOBS": plan.jobs,
        "WIREBRUSH_ARCHIVE": str(plan.archive or ""),
        "WIREBRUSH_ALLOW_HOSTS": allowed,
    }
    if any(site.render for site in plan.sites.values()):
        own |= render_settings(str(plan.settings.get("WIREBRUSH_CHROMIUM", found["WIREBRUSH_CHROMIUM"])))
    own["DOWNLOAD_SLOTS"] = dict(found["DOWNLOAD_SLOTS"]) | {
        origin(site.url): site.slot for site in plan.sites.values() if not is_saved(site.url)
    }
    found.setdict(own | dict(plan.settings), priority="cmdline")
    return found
