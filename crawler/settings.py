"""Plain Scrapy settings, polite by default. Override them on the command line: `scrapy crawl news -s NAME=VALUE`."""

from importlib.metadata import version

from scrapy.settings import default_settings

from crawler import middlewares

BOT_NAME = "wirebrush"
SPIDER_MODULES = ["crawler.spiders"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # an open port, from Scrapy 2.19 on
COOKIES_ENABLED = False
LOG_LEVEL = "INFO"

# Where and how much.
WIREBRUSH_STORE = "sqlite:///news.db"
WIREBRUSH_ARCHIVE = ""  # folder or address for the raw pages as WARC files; none where it is empty
WIREBRUSH_LIMIT = 0  # articles in one run; 0: all
WIREBRUSH_JOBS = 0  # processes that clean pages; 0: one for each processor
WIREBRUSH_CLEAN_SECONDS = 20.0  # for one page, then its process is killed
WIREBRUSH_CLEAN_MEGABYTES = 1024  # of memory for one process that cleans
WIREBRUSH_CHROMIUM = ""  # the browser for sites with `render`; the first on the PATH where it is empty
WIREBRUSH_PROGRESS = False  # a live table on standard error
WIREBRUSH_CONTACT = ""  # an address or URL for those who wonder about the requests; a site's own goes before it
WIREBRUSH_ALLOW_HOSTS: list[str] = []  # "host:port" of private addresses that may be fetched all the same

# How politely. Per origin: scheme, host and port.
USER_AGENT = f"wirebrush/{version('wirebrush')} (news crawler)"
ROBOTSTXT_USER_AGENT = BOT_NAME  # RFC 9309, 2.2.1: rules are for the name, whatever else the header says
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_ITEMS = 1  # of one response, which gives one item: Scrapy starts as many tasks for each, 100 by default
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 1.0
DOWNLOAD_SLOTS = {"file://": {"delay": 0.0, "concurrency": CONCURRENT_REQUESTS}}
AUTOTHROTTLE_ENABLED = True  # longer pauses where a site answers slowly, up to:
AUTOTHROTTLE_MAX_DELAY = 60.0  # seconds
DOWNLOAD_TIMEOUT = 30.0
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
RETRY_ENABLED = False  # the frontier tries again, later: what waits there survives the process
RETRY_TIMES = 2
WIREBRUSH_RETRY_DELAY = 5.0  # seconds before the first retry, twice as long before each one after it
WIREBRUSH_PATIENCE = 120.0  # seconds that a run waits for a page that is not to be fetched yet; then it is put off
REDIRECT_MAX_TIMES = 10
WIREBRUSH_MAX_CRAWL_DELAY = 60.0  # a site whose robots.txt asks for more seconds between two requests is put off

# The parts.
DOWNLOADER_MIDDLEWARES = {
    **middlewares.DOWNLOADER_MIDDLEWARES,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # lets everything of ours pass
}
SPIDER_MIDDLEWARES = {  # what they look after is seen to before a request is made; each costs every page some time
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
DOWNLOAD_HANDLERS = {**middlewares.DOWNLOAD_HANDLERS, "file": "crawler.network.saved.SavedPagesHandler"}
SCHEDULER = "crawler.frontier.scheduler.FrontierScheduler"
ITEM_PIPELINES = {
    "crawler.pipelines.archive.ArchivePipeline": 100,
    "crawler.pipelines.clean.CleanPipeline": 200,
    "crawler.pipelines.store.StorePipeline": 400,
}
EXTENSIONS_BASE = {  # without doors into a running crawl: even a closed one takes longer to import than all the others
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if name not in ("scrapy.extensions.telnet.TelnetConsole", "scrapy.extensions.remote_control.RemoteControl")
}
EXTENSIONS = {
    "crawler.extensions.bookkeeping.Bookkeeping": 100,
    "crawler.extensions.progress.Progress": 200,
    "crawler.extensions.throttle.Throttle": 300,
    "scrapy.extensions.throttle.AutoThrottle": None,
}
