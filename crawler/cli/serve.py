"""`wirebrush serve`: a store to look at, in a browser on this machine."""

import socket
from pathlib import Path
from typing import TypedDict, Unpack

import click

from crawler.cli.archived import ArchiveFolder
from crawler.errors import SettingsError, UnavailableError

HOST = "127.0.0.1"


class Options(TypedDict):
    """What click reads from the command line."""

    store: str
    archive: Path | str | None
    port: int
    page_size: float
    clean_seconds: float
    clean_rate: float


@click.command()
@click.option("--store", default="sqlite:///news.db", show_default=True, help="The store of a crawl.")
@click.option(
    "--archive",
    type=ArchiveFolder(exists=True),
    metavar="DIR",
    help="The folder of WARC files that `crawl --archive` wrote: original pages, and what was removed from them.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0: any that is free.")
@click.option("--page-size", type=click.FloatRange(0.001), default=5.0, show_default=True, help="MB, to be cleaned.")
@click.option("--clean-seconds", type=click.FloatRange(0.1), default=10.0, show_default=True, help="For one page.")
@click.option("--clean-rate", type=click.FloatRange(1), default=60.0, show_default=True, help="Pages a minute.")
def serve(**options: Unpack[Options]) -> None:
    """Look at a store in a browser: search, read, see what was removed and why, and how each site is doing.

    Answers on this machine only. Other programs can have pages cleaned with POST /clean.
    """
    try:
        import uvicorn

        from crawler.archive.place import place
        from crawler.web.app import Settings, make_app
    except ImportError as error:
        raise SettingsError(f"serve needs {error.name}: pip install 'wirebrush[web]'") from error

    app = make_app(
        Settings(
            store=options["store"],
            archive=place(options["archive"], options["store"]) if options["archive"] else None,
            page_bytes=int(options["page_size"] * 1_000_000),
            clean_seconds=options["clean_seconds"],
            clean_per_minute=options["clean_rate"],
        )
    )
    listening = _listen(options["port"])
    click.echo(f"http://{HOST}:{listening.getsockname()[1]}/  (Ctrl-C ends it)", err=True)
    config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=3)
    uvicorn.Server(config).run([listening])


def _listen(port: int) -> socket.socket:
    """A socket of this machine alone. Raises UnavailableError where the port is taken."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UnavailableError(f"port {port}: {error.strerror}: name another one with --port") from error
