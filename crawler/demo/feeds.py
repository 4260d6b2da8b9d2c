"""What a demo site tells machines: RSS feed, sitemap index, news sitemap, robots.txt."""

from email.utils import format_datetime
from html import escape

from crawler.demo.publication import Publication

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def rss(site: Publication, origin: str) -> str:
    """An RSS 2.0 feed of every story, newest first."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{origin}{site.path(story)}</link>"
        f"<guid>{origin}{site.path(story)}</guid><pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.summary)}</description></item>\n"
        for story in site.stories
    )
    head = f"<title>{escape(site.name)}</title><link>{origin}/</link><description>{escape(site.tagline)}</description>"
    return f'{XML}<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'


def sitemap_index(origin: str) -> str:
    """An index with one entry, the news sitemap."""
    entry = f"<sitemap><loc>{origin}/sitemap-news.xml</loc></sitemap>"
    return f'{XML}<sitemapindex xmlns="{SITEMAP}">{entry}</sitemapindex>\n'


def news_sitemap(site: Publication, origin: str) -> str:
    """Every story with the fields of a news sitemap."""
    publication = f"<news:name>{escape(site.name)}</news:name><news:language>{site.language}</news:language>"
    urls = "".join(
        f"<url><loc>{origin}{site.path(story)}</loc><lastmod>{story.published.isoformat()}</lastmod><news:news>"
        f"<news:publication>{publication}</news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>\n"
        for story in site.stories
    )
    return f'{XML}<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{urls}</urlset>\n'


def robots(site: Publication, origin: str) -> str:
    """Rules for robots: the log-in is off limits, everything else is open."""
    where = f"Sitemap: {origin}{site.sitemap}\n" if site.sitemap else ""
    return f"User-agent: *\nDisallow: /login\n{where}"
