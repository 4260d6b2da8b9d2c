"""Markdown with a YAML head. Text is escaped, so that nothing in an article becomes a link, a tag or a heading."""

import json
import re
from itertools import zip_longest

from cleaners.article import Article
from cleaners.clean import Cleaned
from cleaners.render.lines import unbroken
from cleaners.render.parts import Part, article_of, parts_of

SPECIAL = re.compile(r"[\\`*_\[\]<>|~&](?:(?<!&)|(?=[#\w]))")  # one set of characters, which a search leaps to
# up to the sign that would make it a list, a heading or the like
LINE_START = re.compile(r"\s*(?:\d{1,9}(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+=](?:[\s=-]|$)|:(?:\s|$)))")
HEAD = (
    "title",
    "url",
    "site",
    "authors",
    "published",
    "modified",
    "section",
    "tags",
    "language",
    "description",
    "image",
)


def markdown(result: Article | Cleaned) -> str:
    """The whole document: head, title, text."""
    article = article_of(result)
    title = f"# {escape(one_line(article.title))}\n\n" if article.title else ""
    body = "\n".join(_block(part, following) for part, following in _with_next(parts_of(result)))
    return f"{_head(article)}\n{title}{body}"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "\n".join(map(_escaped_line, text.split("\n")))


def _escaped_line(line: str) -> str:
    plain = SPECIAL.sub(r"\\\g<0>", line) if SPECIAL.search(line) else line
    start = LINE_START.match(plain)
    return f"{start[0]}\\{plain[start.end() :]}" if start else plain


def one_line(text: str) -> str:
    """Line ends would end a heading."""
    return " ".join(text.split())


def _head(article: Article) -> str:
    record = article.as_record()
    lines = [f"{name}: {_yaml(record[name])}" for name in HEAD if record[name]]
    return "\n".join(("---", *lines, "---", ""))


def _yaml(value: object) -> str:
    """JSON is YAML as long as no character in it ends a line."""
    return unbroken(json.dumps(value, ensure_ascii=False))


def _with_next(parts: list[Part]) -> list[tuple[Part, Part | None]]:
    return list(zip_longest(parts, parts[1:]))


def _block(part: Part, following: Part | None) -> str:
    text = escape(part.text)
    if part.kind == "heading":
        return f"{'#' * max(part.level, 2)} {one_line(text)}\n"
    if part.kind == "item":
        end = "" if following and following.kind == "item" else "\n"
        return "- " + text.replace("\n", "  \n  ") + end
    if part.kind == "quote":
        between = "\n>" if following and following.kind == "quote" else "\n"
        return "> " + text.replace("\n", "  \n> ") + between
    return text.replace("\n", "  \n") + "\n"
