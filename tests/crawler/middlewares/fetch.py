"""Fetches addresses with the middlewares and nothing else of the project; prints what became of each, as JSON.

python fetch.py SETTINGS_AS_JSON URL ...
"""

import json
import sys

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

from crawler.middlewares import DOWNLOAD_HANDLERS, DOWNLOADER_MIDDLEWARES

RESULTS = {}


class FetchSpider(Spider):
    name = "fetch"

    async def start(self):
        for url in sys.argv[2:]:
            meta = {
                "asked": url,
                "handle_httpstatus_all": True,
                "kind": "article",
                **json.loads(sys.argv[1]).get("META", {}),
            }
            headers = {"Authorization": "Basic SECRET-77", "Cookie": "a=SECRET-77"}
            yield Request(url, self.parse, headers=headers, meta=meta, errback=self.failed, dont_filter=True)

    def parse(self, response):
        RESULTS[response.meta["asked"]] = {
            "status": response.status,
            "url": response.url,
            "body": response.body[:500].decode("utf-8", "replace"),
        }

    def failed(self, failure):
        asked = failure.request.meta["asked"]
        RESULTS[asked] = {"error": type(failure.value).__name__, "reason": str(failure.value)}


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    options.pop("META", None)
    process = CrawlerProcess(
        {
            "DOWNLOADER_MIDDLEWARES": dict(DOWNLOADER_MIDDLEWARES),
            "DOWNLOAD_HANDLERS": dict(DOWNLOAD_HANDLERS),
            "ROBOTSTXT_OBEY": True,
            "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "REFERER_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
            "LOG_LEVEL": "ERROR",
            "DOWNLOAD_TIMEOUT": 6,
            "DOWNLOAD_MAXSIZE": 1_000_000,
            "REDIRECT_MAX_TIMES": 5,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "WIREBRUSH_PATIENCE": 3,
            **options,
        },
    )
    process.crawl(FetchSpider)
    process.start()
    sys.stdout.write(json.dumps(RESULTS))
