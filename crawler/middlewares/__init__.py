"""Downloader middlewares: robots.txt, politeness, conditional requests, codings, challenges, redirects.

A request that must not be made, or whose answer is not wanted, ends in `RefusedError`; one that fails in `FetchError`.
Both carry a reason that can be counted (crawler.network.failures). Request meta they read, all optional:

    kind                    "article", "listing", "feed", "sitemap", "robots" or "start"
    etag, last_modified     validators of the last fetch: the request is made conditional
"""

from types import MappingProxyType

DOWNLOADER_MIDDLEWARES = MappingProxyType(
    {
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
        "crawler.middlewares.robots.RobotsMiddleware": 100,
        "crawler.middlewares.politeness.PolitenessMiddleware": 150,
        "crawler.middlewares.conditional.ConditionalMiddleware": 200,
        "crawler.middlewares.challenge.ChallengeMiddleware": 560,
        "crawler.middlewares.redirect.RedirectMiddleware": 580,
        "crawler.middlewares.compression.CompressionMiddleware": 590,
    },
)
"""What belongs into Scrapy's setting of this name, with the built-in ones that these replace."""

DOWNLOAD_HANDLERS = MappingProxyType(
    {
        "http": "crawler.network.handler.GuardedDownloadHandler",
        "https": "crawler.network.handler.GuardedDownloadHandler",
        "data": None,
        "file": None,
        "ftp": None,
        "s3": None,
    },
)
"""What belongs into Scrapy's setting of this name: http and https under guard, and nothing else."""
