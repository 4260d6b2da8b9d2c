"""`wirebrush learn`: the chrome of sites, from their saved pages into profiles."""

from collections.abc import Mapping
from pathlib import Path

import click

from crawler.cli.address import Address
from crawler.errors import UnavailableError


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder for the profiles, one JSON file a host.",
)
@click.option(
    "--url", type=Address(), metavar="URL", help="Address of the site, for pages that do not say where they are from."
)
def learn(paths: tuple[str, ...], output: Path, url: str | None) -> int:
    """Learn from saved pages what their site repeats on every page.

    PATH is anything that `clean` reads; pages of several hosts may be mixed. `clean --profiles DIR` and
    `explain --profiles DIR` use what was learned. It takes three different articles of a host; more are better.
    """
    from cleaners import learn as learn_profiles
    from crawler.cli.pages import Reader
    from crawler.cli.profiles import save_profiles

    reader = Reader(paths, url)
    profiles = learn_profiles(reader.pages())
    save_profiles(output, (profiles[host] for host in sorted(profiles)))
    for host, pages in sorted(reader.hosts.items()):
        if host not in profiles:
            named = host or "pages without an address"
            click.echo(f"{named}: nothing learned: {pages} pages hold fewer than three different articles", err=True)
    click.echo(f"{reader.hosts.total()} pages read, {reader.skipped} skipped, {reader.failed} failed", err=True)
    return _code(profiles, reader.failed)


def _code(profiles: Mapping[str, object], failed: int) -> int:
    if not profiles:
        raise UnavailableError("nothing was learned: give more pages of one site")
    return 1 if failed else 0
