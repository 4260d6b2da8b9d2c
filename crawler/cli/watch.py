"""`wirebrush watch`: the crawl that goes on by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from crawler.cli.archived import to_archive
from crawler.errors import SettingsError

if TYPE_CHECKING:
    from crawler.alerts import Channel
    from crawler.watch.metrics import Metrics
    from crawler.watch.watch import Options as WatchOptions


class Options(TypedDict):
    """What click reads from the command line."""

    file: Path
    store: str
    archive: Path | str | None
    shortest: float
    longest: float
    at_once: int
    listen: str | None
    webhooks: tuple[str, ...]
    mails: tuple[str, ...]
    smtp: str
    commands: tuple[str, ...]
    once: bool


def _duration(_ctx: click.Context, param: click.Parameter, value: str) -> float:
    from crawler.config.values import seconds

    try:
        return seconds(float(value) if value.replace(".", "", 1).isdecimal() else value)
    except ValueError as error:
        raise click.BadParameter(str(error), param=param) from error


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="SITES.TOML")
@click.option("--store", default="sqlite:///news.db", show_default=True, help="Where articles and frontier are kept.")
@to_archive
@click.option("--shortest", default="10m", show_default=True, callback=_duration, help="Least time between two runs.")
@click.option("--longest", default="1d", show_default=True, callback=_duration, help="Most time between two runs.")
@click.option("--at-once", type=click.IntRange(1), default=2, show_default=True, help="Sites crawled at one time.")
@click.option("--listen", metavar="HOST:PORT", help="Answer /healthz and /metrics (Prometheus) there.")
@click.option("--alert-webhook", "webhooks", multiple=True, metavar="URL", help="Gets a POST when a site breaks.")
@click.option("--alert-mail", "mails", multiple=True, metavar="ADDRESS", help="Gets a mail when a site breaks.")
@click.option("--smtp", default="localhost:25", show_default=True, metavar="HOST:PORT", help="Takes the mails.")
@click.option("--alert-command", "commands", multiple=True, metavar="COMMAND", help="Is run when a site breaks.")
@click.option("--once", is_flag=True, help="Crawl what is due now, then end.")
def watch(**options: Unpack[Options]) -> int:
    """Crawl the sites of a file again and again, each as often as it publishes.

    Reads the file again when it changes. SIGTERM ends it within ten seconds; the next start goes on where it was.
    Alerts are sent once when a site breaks, and once when it works again.
    """
    try:
        from crawler.watch.metrics import Metrics
    except ImportError as error:
        raise SettingsError(f"watch needs {error.name}: pip install 'wirebrush[web]'") from error
    from crawler.alerts import Sender
    from crawler.store import open_store
    from crawler.watch.sites_file import SitesFile
    from crawler.watch.watch import Watch

    file, settings, metrics, channels = SitesFile(options["file"]), _settings(options), Metrics(), _channels(options)
    store = open_store(options["store"])
    try:
        with _answering(metrics, options["listen"]):
            return Watch(settings, file, store, Sender(store, channels), click.echo, metrics).run()
    finally:
        store.close()


def _settings(options: Options) -> "WatchOptions":
    from crawler.watch.rhythm import Bounds
    from crawler.watch.watch import Options as WatchOptions

    if options["shortest"] > options["longest"] or options["shortest"] < 1:
        raise SettingsError("--shortest must be at least 1 second, and not over --longest")
    return WatchOptions(
        store=options["store"],
        archive=options["archive"],
        bounds=Bounds(options["shortest"], options["longest"]),
        at_once=options["at_once"],
        once=options["once"],
    )


def _channels(options: Options) -> "list[Channel]":
    """Raises SettingsError for a webhook that is no address."""
    from crawler.alerts import Command, Mail, Webhook
    from crawler.config.values import url

    for address in options["webhooks"]:
        try:
            url(address)
        except ValueError as error:
            raise SettingsError(f"--alert-webhook: {error}") from error
    return [
        *(Webhook(address) for address in options["webhooks"]),
        *(Mail(address, options["smtp"]) for address in options["mails"]),
        *(Command(line) for line in options["commands"]),
    ]


@contextmanager
def _answering(metrics: "Metrics", listen: str | None) -> Iterator[None]:
    """/healthz and /metrics while the block lasts. Raises SettingsError for an address that is none."""
    if listen is None:
        yield
        return
    from crawler.config.values import host_port
    from crawler.watch.metrics import serve

    try:
        host, _, port = host_port(listen).rpartition(":")
    except ValueError as error:
        raise SettingsError(f"--listen {error}") from error
    server = serve(metrics, host, int(port))
    click.echo(f"http://{host}:{server.server_port}/metrics", err=True)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
