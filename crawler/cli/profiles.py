"""Site profiles in a folder: one JSON file a host."""

from collections.abc import Iterable
from pathlib import Path

import click

from cleaners.outputs import write_text
from cleaners.profile import SiteProfile
from crawler.errors import SettingsError


def load_profiles(folder: Path | None) -> dict[str, SiteProfile]:
    """The profiles in a folder by host; none without a folder.

    Raises SettingsError for a folder without a profile, ProfileError for a file that holds something else.
    """
    if folder is None:
        return {}
    profiles = [SiteProfile.load(path) for path in sorted(folder.glob("*.json"))]
    if not profiles:
        raise SettingsError(f"{folder}: holds no profile: make some with `wirebrush learn PATH -o {folder}`")
    return {profile.host: profile for profile in profiles}


def save_profiles(folder: Path, profiles: Iterable[SiteProfile]) -> None:
    """Write one file a host and say what is in it."""
    for profile in profiles:
        path = folder / f"{_file_name(profile.host)}.json"
        write_text(path, profile.as_json() + "\n")
        click.echo(f"{path}: {len(profile)} things that recur on {profile.pages} pages")


def _file_name(host: str) -> str:
    """A host as a file name; pages without an address are learned together."""
    return "".join(char if char.isalnum() or char in ".-_" else "_" for char in host).strip(".") or "pages"
