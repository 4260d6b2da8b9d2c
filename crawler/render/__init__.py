"""Pages that only a browser shows: Chromium draws them, without a network of its own (extra `render`).

Whatever the browser asks for is answered by the crawl's own downloader, so that the address guard, robots.txt, the
pauses between requests and the limits of size hold for scripts and data as they do for pages.
"""

from crawler.render.renderer import Renderer

__all__ = ["Renderer"]
