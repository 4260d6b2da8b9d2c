"""Scrapy's side of the durable frontier: every request of a crawl lives in the store until it is acknowledged.

A request that the frontier hands to Scrapy carries in its `meta`:

    lease           the `Lease` it was handed out under
    site, kind      the crawl's site; "article", "listing", "feed", "sitemap" or "robots"
    etag, last_modified     validators of the last fetch, where there was one (absent otherwise)

and exactly one acknowledgement ends the lease, whatever happens to the request on its way: with its article (the store
pipeline), with the addresses it led to (the spider), or with the reason why it failed or was left out.
"""
