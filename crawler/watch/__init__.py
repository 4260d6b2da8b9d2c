"""The crawl that goes on: each site when its own rhythm says so, each run in a process of its own."""
