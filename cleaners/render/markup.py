"""One plain HTML file an article: no script, no style, nothing loaded from elsewhere."""

from html import escape
from itertools import groupby

from cleaners.article import Article
from cleaners.clean import Cleaned
from cleaners.render.parts import Part, article_of, parts_of

POLICY = "default-src 'none'"


def html(result: Article | Cleaned) -> str:
    """The whole document."""
    article = article_of(result)
    title = escape(article.title or "")
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{escape(article.language or "")}">' if article.language else "<html>",
            f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{title}</title></head>",
            "<body>",
            body(result),
            "</body>",
            "</html>",
            "",
        )
    )


def body(result: Article | Cleaned) -> str:
    """The article element alone."""
    article = article_of(result)
    title = f"<h1>{escape(article.title)}</h1>" if article.title else ""
    lines = ["<article>", "<header>", title, *_about(article), "</header>"]
    for kind, group in groupby(parts_of(result), key=lambda part: part.kind):
        parts = [_element(part) for part in group]
        wrapped = {"item": ("<ul>", *parts, "</ul>"), "quote": ("<blockquote>", *parts, "</blockquote>")}
        lines += wrapped.get(kind, parts)
    return "\n".join(filter(None, (*lines, "</article>")))


def _about(article: Article) -> list[str]:
    about = []
    if article.authors:
        about.append(f"<p>{escape(', '.join(article.authors))}</p>")
    if article.published:
        stamp = escape(article.published.isoformat())
        about.append(f'<p><time datetime="{stamp}">{stamp}</time></p>')
    if (article.url or "").startswith(("http://", "https://")):
        url = escape(article.url or "")
        about.append(f'<p><a href="{url}" rel="noreferrer">{url}</a></p>')
    return about


def _element(part: Part) -> str:
    tag = {"heading": f"h{max(part.level, 2)}", "item": "li"}.get(part.kind, "p")
    return f"<{tag}>{escape(part.text).replace(chr(10), '<br>')}</{tag}>"
