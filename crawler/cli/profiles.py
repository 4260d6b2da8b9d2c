"""Site profiles in a folder: one JSON file a host."""

from pathlib import Path

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


def save_profile(folder: Path, profile: SiteProfile) -> Path:
    """Write the file of a host; returns its name."""
    path = folder / f"{_file_name(profile.host)}.json"
    write_text(path, profile.as_json() + "\n")
    return path


def _file_name(host: str) -> str:
    """A host as a file name; pages without an address are learned together."""
    return "".join(char if char.isalnum() or char in ".-_" else "_" for char in host).strip(".") or "pages"
