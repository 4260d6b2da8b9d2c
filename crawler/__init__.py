"""The Scrapy project around `cleaners`: discovery, fetching, storage, schedule."""
