"""What the demo prints: one page before and after, and the table of what was stored."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cleaners.explain import Explanation, Line

IN_A_ROW = 8  # removed lines in a row that are shown; the rest is counted


def before_and_after(page: Explanation) -> Table:
    """Two columns: the page's lines with the removed ones struck out, and the article."""
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    before = Text(no_wrap=True, overflow="ellipsis")
    after = Text()
    for kept, run in groupby(page.lines, key=lambda line: line.kept):
        _append(before, list(run), kept=kept)
    after.append(f"{page.article.title}\n", "bold")
    after.append(f"{', '.join(page.article.authors)}  {page.article.published or ''}\n\n", "italic")
    after.append(page.article.text)
    table.add_row(
        Panel(before, title=f"Before: {len(page.lines)} lines of text", subtitle="- removed"),
        Panel(after, title=f"After: {page.kept.blocks} paragraphs"),
    )
    return table


def _append(text: Text, lines: list[Line], *, kept: bool) -> None:
    shown = lines if kept else lines[:IN_A_ROW]
    for line in shown:
        text.append("  " if kept else "- ", "" if kept else "red")
        text.append(line.text.replace("\n", " ") + "\n", "" if kept else "dim red")
    if len(lines) > len(shown):
        text.append(f"- and {len(lines) - len(shown)} more lines\n", "dim red")


def stored(records: Iterable[Mapping[str, object]]) -> Table:
    """One row an article, by site and date."""
    table = Table(title="Stored articles", title_justify="left", box=None, header_style="bold", expand=True)
    table.add_column("Site", no_wrap=True, width=20)
    table.add_column("Published", no_wrap=True, width=10)
    table.add_column("Title", no_wrap=True, ratio=1)
    table.add_column("Author", no_wrap=True, width=17)
    table.add_column("Words", justify="right", width=5)
    for record in sorted(records, key=lambda each: (str(each["site"]), str(each["published"]))):
        authors = record["authors"]
        names = ", ".join(map(str, authors)) if isinstance(authors, (list, tuple)) else ""
        words = str(len(str(record["text"] or "").split()))
        published = str(record["published"] or "")[:10]
        cells = (str(record["site"] or ""), published, str(record["title"] or ""), names, words)
        table.add_row(*map(Text, cells))
    return table
