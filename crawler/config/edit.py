"""A site into `sites.toml`; what stands in the file stays as it is, to the last space."""

import json
from pathlib import Path

from cleaners.outputs.atomic import atomic_file
from crawler.config.keys import KEYS
from crawler.config.load import load, parse
from crawler.config.site import SiteConfig
from crawler.errors import MistakesError, SettingsError


def entry(site: SiteConfig) -> str:
    """A [[site]] table with every setting that is not the default."""
    default = SiteConfig(url="")
    lines = ["[[site]]"]
    for key in KEYS:
        value = getattr(site, key.name)
        if value != getattr(default, key.name):
            lines.append(f"{key.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Texts, numbers, truth values and lists are written as in JSON; all that is left are dates."""
    if isinstance(value, tuple):
        return (
            f"[{', '.join(map(_toml, value))}]"
            if len(value) < 2
            else "[\n  " + ",\n  ".join(map(_toml, value)) + ",\n]"
        )
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float) else str(value)


def refuse_known(path: Path, site: SiteConfig) -> None:
    """Raises MistakesError where the file has mistakes, SettingsError where it has the site already."""
    sites = load(path).sites if path.exists() else ()
    known = next((each for each in sites if each.url == site.url or each.label == site.label), None)
    if known:
        raise SettingsError(f"{path}: {site.label} is in it already: {known.url}")


def add_site(path: Path, site: SiteConfig) -> None:
    """Append a site to a file, which is made where there is none.

    Raises MistakesError where the file has mistakes, SettingsError where it has the site already or cannot be changed.
    """
    if not path.exists():
        _write(path, entry(site))
        return
    refuse_known(path, site)
    before = path.read_bytes().decode("utf-8")
    after = before + ("\n" if before.endswith("\n") else "\n\n") + entry(site)
    try:
        parse(after, name=str(path))
    except MistakesError as error:
        raise SettingsError(f"{path}: nothing can follow its last table, add the site by hand: {error}") from error
    _write(path, after)


def _write(path: Path, text: str) -> None:
    try:
        with atomic_file(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written: {error.strerror}") from error
