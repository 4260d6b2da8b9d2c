"""`wirebrush explain`: what became of each line of a page, and why."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.address import Address
from crawler.errors import SettingsError, WirebrushError

if TYPE_CHECKING:
    from cleaners import Page
    from cleaners.explain import Explanation


class UnreadableError(WirebrushError):
    """The one input of a command gives no page."""

    exit_code = 1


@click.command()
@click.argument("page", metavar="PAGE")
@click.option("--url", type=Address(), metavar="URL", help="Address of the page, where the file does not say.")
@click.option(
    "--profiles",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Folder of profiles that `learn` has written.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and block.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write a page to look at, too.")
def explain(page: str, url: str | None, profiles: Path | None, as_json: bool, report: Path | None) -> None:
    """Show for each line of PAGE whether it was kept or removed, by which step and why.

    PAGE is a saved page in any form that `clean` reads, or `-` for standard input. In a pipe the output is plain:
    one line a block, with tabs between verdict, step, reason and text.
    """
    explanation = explain_input(page, url, profiles)
    if report:
        write_report(report, explanation)
    if as_json:
        for line in explanation.lines:
            click.echo(json.dumps(line.as_record(), ensure_ascii=False))
    elif sys.stdout.isatty():
        _print_table(explanation)
    else:
        _print_lines(explanation)
    click.echo(_closing(explanation), err=True)


def explain_input(name: str, url: str | None = None, profiles: Path | None = None) -> "Explanation":
    """Read and judge the one page of an input.

    Raises UnreadableError where there is none and SettingsError where there are several.
    """
    from cleaners import Cleaner
    from cleaners import explain as explaining
    from crawler.cli.profiles import load_profiles

    return explaining.explain(Cleaner(load_profiles(profiles))(_read(name, url)), name)


def _read(name: str, url: str | None) -> "Page":
    from itertools import islice

    from cleaners.inputs import Refused
    from crawler.cli.pages import to_page
    from crawler.remote import read_inputs

    found = list(islice(read_inputs([name], stdin=sys.stdin.buffer), 2))
    if len(found) > 1:
        raise SettingsError(f"{name}: holds several pages, and explain looks at one: unpack it, or name one of them")
    source = found[0] if found else Refused(name=name, reason="holds no page")
    if isinstance(source, Refused):
        raise UnreadableError(f"{source.name}: {source.reason}")
    return to_page(source, url)


def write_report(path: Path, explanation: "Explanation") -> None:
    """Write the report whole or not at all."""
    from cleaners.outputs import write_text
    from cleaners.report import render_report

    write_text(path, render_report(explanation))


def _print_lines(explanation: "Explanation") -> None:
    from cleaners.characters import printable

    for line in explanation.lines:
        cells = ("kept" if line.kept else "removed", line.step, line.reason, line.text)
        click.echo("\t".join(map(printable, cells)))


def _print_table(explanation: "Explanation") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from cleaners.characters import printable

    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    for name, width in (("", 7), ("Step", 16), ("Reason", 30)):
        table.add_column(name, width=width)
    table.add_column("Text", ratio=1, min_width=20)
    for line in explanation.lines:
        verdict = Text("kept", "green") if line.kept else Text("removed", "red")
        style = "" if line.kept else "dim"
        table.add_row(verdict, Text(line.step), Text(printable(line.reason)), Text(printable(line.text), style))
    Console().print(table)


def _closing(explanation: "Explanation") -> str:
    removed = sum(tally.blocks for tally in explanation.removed.values())
    why = f"; no article: {explanation.empty_reason}" if explanation.empty_reason else ""
    return f"{explanation.kept.blocks} blocks kept, {removed} removed{why}"
