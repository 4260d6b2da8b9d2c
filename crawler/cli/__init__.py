"""The console command. A verb's module is imported when the verb is called, so `--help` stays quick."""

from importlib import import_module
from typing import NamedTuple

import click

from crawler.cli.streams import forget_output, open_streams
from crawler.errors import WirebrushError


class Verb(NamedTuple):
    """Where a verb lives ("module:attribute") and its line in the overview."""

    target: str
    help: str


VERBS = {
    "demo": Verb("crawler.cli.demo:demo", "Crawl a small bundled news site on this machine and show the result."),
    "crawl": Verb("crawler.cli.crawl:crawl", "Crawl news sites into a store of clean articles."),
    "clean": Verb("crawler.cli.clean:clean", "Clean saved pages: files, folders, zip and WARC archives, stdin."),
    "learn": Verb("crawler.cli.learn:learn", "Learn the chrome of a site from its saved pages."),
    "explain": Verb("crawler.cli.explain:explain", "Show which step kept or removed each line of a page, and why."),
    "export": Verb("crawler.cli.export:export", "Write stored articles as JSON lines, CSV, Parquet or Markdown."),
    "reclean": Verb("crawler.cli.reclean:reclean", "Clean archived raw pages again, without fetching anything."),
    "sites": Verb("crawler.cli.sites:sites", "Show the health of crawled sites and what to do about them."),
    "serve": Verb("crawler.cli.serve:serve", "Look at a store in a browser: search, read, see what was removed."),
    "watch": Verb("crawler.cli.watch:watch", "Crawl sites again and again, each as often as it publishes."),
    "show": Verb("crawler.cli.show:show", "Show stored articles."),
    "store": Verb("crawler.cli.store:store", "Check a store, or save what can be read of a damaged one."),
    "status": Verb("crawler.cli.status:status", "Show what a store's crawl has done and what waits."),
}


class LazyGroup(click.Group):
    """A group that lists its verbs from a table and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, imported now; None for an unknown name."""
        if cmd_name not in VERBS:
            return None
        module, attribute = VERBS[cmd_name].target.split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{VERBS[cmd_name].target} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.help) for name, verb in VERBS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wirebrush", prog_name="wirebrush")
def wirebrush() -> None:
    """Turn news sites, and piles of saved pages, into clean article text.

    Exit codes: 0 all well; 1 finished, but some inputs failed or a site looks broken; 2 wrong usage or settings;
    3 nothing could be done.
    """


def main(args: list[str] | None = None) -> int:
    """Run the command and return its exit code; a known fault is one line on stderr, never a traceback.

    A verb says its exit code by returning an int (None is 0) or through `ctx.exit`.
    """
    open_streams()
    try:
        code = wirebrush.main(args=args, prog_name="wirebrush", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain("stopped; the same command continues where it was", 130)
    except WirebrushError as error:
        return max(_complain(line, error.exit_code) for line in error.lines)
    except OSError as error:
        forget_output()
        return _complain(_about(error), 3)
    except _bad_page() as error:
        return _complain(str(error), 1)
    return code if isinstance(code, int) else 0


def _bad_page() -> type[Exception]:
    """The base of what `cleaners` raises; asked for only once something was raised, as its import is slow."""
    from cleaners.errors import CleanError

    return CleanError


def _about(error: OSError) -> str:
    """The name first where there is one: "out.jsonl: No space left on device"."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _complain(message: str, code: int) -> int:
    """One line, whatever the message holds."""
    line = " ".join(message.split())
    click.echo("wirebrush: " + "".join(char if char.isprintable() else "?" for char in line), err=True)
    return code
