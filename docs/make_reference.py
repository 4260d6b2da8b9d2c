"""Writes docs/reference from the code: `python docs/make_reference.py`. A test fails while the two differ."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from crawler.cli import VERBS, wirebrush
from crawler.config import SiteConfig
from crawler.config.keys import KEYS, Key
from crawler.store.articles import RECORD

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Made from the code by docs/make_reference.py: change the code, not this file. -->\n"


def commands() -> str:
    """Every verb with its arguments and options."""
    context = click.Context(wirebrush, info_name="wirebrush")
    parts = ["# Commands\n", NOTE]
    for verb in VERBS:
        command = wirebrush.get_command(context, verb)
        if command is not None:
            parts.extend(_command(command, f"wirebrush {verb}"))
    return "\n".join(parts)


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"## `{path}`\n\n    {path} {pieces}\n\n{_prose(command.help)}\n"
    options = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    if options:
        yield "| option | meaning |\n|---|---|"
        yield "\n".join(_option(option, context) for option in options) + "\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, f"{path} {name}")


def _prose(text: str | None) -> str:
    """A command's help without click's marks."""
    paragraphs = (text or "").replace("\b\n", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" {option.make_metavar(context).replace(' RANGE', '')}"
    default = option.get_default(context, call=False)
    shown = f" Default: {default}." if option.show_default and default is not None and not option.is_flag else ""
    repeat = " May be repeated." if option.multiple else ""
    cells = (
        names + value.replace("|", "\\|"),
        " ".join((option.help or "").split()).replace("|", "\\|") + shown + repeat,
    )
    return f"| {cells[0]} | {cells[1]} |"


MEANINGS = {
    "url": "address that was fetched, after redirects",
    "canonical_url": "address that the site calls the right one",
    "site": "the site's name, as its pages give it",
    "title": "headline, without the site's name and without a kicker",
    "authors": "names only, in the order of the page",
    "published": "when it was published",
    "modified": "when it was last changed",
    "section": "section of the site",
    "tags": "topics that the page names",
    "language": "BCP 47 tag, such as `en` or `pt-BR`",
    "description": "summary that the page gives to machines",
    "image": "address of the main picture",
    "paywalled": "whether the page says that it is behind a paywall",
    "text": "paragraphs joined by an empty line; subheadings stay, headline, byline, captions and prompts do not",
    "fetched_at": "when the page was fetched",
    "duplicate_of": "canonical address of an earlier article with (nearly) the same text",
    "version": "1 for the first text that was seen, 2 for the next",
    "gone": "whether the site answers 404 or 410 by now; the article is kept",
}
TYPES = {"authors": "list of strings", "tags": "list of strings", "version": "number", "gone": "true or false"}
TIMES = ("published", "modified", "fetched_at")


def record() -> str:
    """The fields of an article, in their order."""
    parts = [
        "# The record\n",
        NOTE,
        "Every article has these fields, in this order, wherever it comes out as JSON: from `wirebrush clean`, from a",
        "store, from an export. The last four are added when an article is stored. A field that a page does not tell",
        "is `null`, or an empty list. Times are ISO 8601 with offset.\n",
        "| field | type | meaning |\n|---|---|---|",
    ]
    for name in RECORD:
        kind = "time" if name in TIMES else TYPES.get(name, "true, false or null" if name == "paywalled" else "string")
        parts.append(f"| `{name}` | {kind} | {MEANINGS[name]} |")
    return "\n".join(parts) + "\n"


SETTING = re.compile(r"^(WIREBRUSH_\w+)(?:: [^=]+)? = (.+?)(?:  # (.+))?$", re.MULTILINE)


def settings() -> str:
    """The keys of sites.toml, and the settings of the Scrapy project."""
    parts = [
        "# Settings\n",
        NOTE,
        "## sites.toml\n",
        "The file holds `[[site]]` tables, one a site, and may hold a table `[defaults]` with what all of them share.",
        "`url` is the only key that a site needs. Every mistake in the file is reported at once, with its line.\n",
        "| key | value | default | meaning |\n|---|---|---|---|",
    ]
    parts.extend(map(_key, KEYS))
    parts += [
        "\n## Scrapy settings\n",
        "`crawler/settings.py` is a plain Scrapy settings file, with polite values for Scrapy's own. These are",
        "wirebrush's. Override one with `scrapy crawl news -s NAME=VALUE`, or in the settings of your own project.\n",
        "| setting | default | meaning |\n|---|---|---|",
    ]
    source = (Path(__file__).parents[1] / "crawler" / "settings.py").read_text("utf-8")
    parts += [f"| `{name}` | `{value}` | {meaning} |" for name, value, meaning in SETTING.findall(source)]
    return "\n".join(parts) + "\n"


def _key(key: Key) -> str:
    default = {field.name: field.default for field in fields(SiteConfig)}[key.name]
    shown = f"`{json.dumps(default)}`" if isinstance(default, (bool, float, int)) else ""
    value = f"list of {key.kind}" if key.many else key.kind
    return f"| `{key.name}` | {value} | {shown} | {key.meaning.replace('|', chr(92) + '|')} |"


PAGES = {"commands.md": commands, "record.md": record, "settings.md": settings}


def main() -> int:
    """Write the pages; return 0."""
    REFERENCE.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
