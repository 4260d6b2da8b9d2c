"""`wirebrush learn`: the chrome of sites, from their saved pages into profiles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.address import Address
from crawler.errors import UnavailableError

if TYPE_CHECKING:
    from cleaners import SiteProfile


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
@click.option("--json", "as_json", is_flag=True, help="What came of each host as JSON, an object a line.")
def learn(paths: tuple[str, ...], output: Path, url: str | None, *, as_json: bool) -> int:
    """Learn from saved pages what their site repeats on every page.

    PATH is anything that `clean` reads; pages of several hosts may be mixed. `clean --profiles DIR` and
    `explain --profiles DIR` use what was learned. It takes three different articles of a host; more are better.
    """
    from cleaners import learn as learn_profiles
    from crawler.cli.live import Live
    from crawler.cli.pages import Reader
    from crawler.cli.profiles import save_profile

    reader = Reader(paths, url)
    with Live("reading") as live:
        profiles = learn_profiles(live.counted(reader.pages()))
    for host, pages in sorted(reader.hosts.items()):
        profile = profiles.get(host)
        path = save_profile(output, profile) if profile else None
        if as_json:
            record = {"host": host, "pages": pages, "profile": str(path or ""), "learned": len(profile or ())}
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _say(host, pages, profile, path)
    counts = {"pages": reader.hosts.total(), "skipped": reader.skipped, "failed": reader.failed}
    said = f"{counts['pages']} pages read, {counts['skipped']} skipped, {counts['failed']} failed"
    click.echo(json.dumps({"counts": counts}) if as_json else said, err=not as_json)
    if not profiles:
        raise UnavailableError("nothing was learned: give more pages of one site")
    return 1 if reader.failed else 0


def _say(host: str, pages: int, profile: "SiteProfile | None", path: Path | None) -> None:
    if profile:
        click.echo(f"{path}: {len(profile)} things that recur on {profile.pages} pages")
    else:
        named = host or "pages without an address"
        click.echo(f"{named}: nothing learned: {pages} pages hold fewer than three different articles", err=True)
