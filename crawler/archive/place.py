"""Where an archive lies: in a folder, or in an object store behind a folder from which its files are moved there."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from crawler.errors import SettingsError
from crawler.remote import is_address, shown

SPOOL = "-spool"  # behind the name of a database


@dataclass(frozen=True, slots=True)
class Spooled:
    """An archive in an object store.

    spool: the folder of this machine in which its files are written, and wait until they are moved to the address.
    """

    address: str
    spool: Path

    def of(self, file: str) -> str:
        """The address of one of its files."""
        return f"{self.address.rstrip('/')}/{file}"


Place = Path | Spooled


def place(archive: str | Path, store: str) -> Place:
    """Where the archive of a store lies, by its folder or address.

    An address has a spool of its own for each store, beside the file of a SQLite database and else in the current
    folder: whoever names the same archive and store finds it again.

    Raises SettingsError for an address that no folder can be called after.
    """
    if isinstance(archive, Path) or not is_address(archive):
        return Path(archive)
    parts = [part for part in shown(archive).replace("://", "/").split("/") if part]
    if {".", ".."} & set(parts):
        raise SettingsError(f"{shown(archive)}: name the archive without . and ..")
    return Spooled(archive, _spools(store).joinpath(*parts))


def folder_of(where: Place) -> Path:
    """The folder of this machine in which the archive's files are written."""
    return where if isinstance(where, Path) else where.spool


def _spools(store: str) -> Path:
    url = make_url(store if "://" in store else f"sqlite:///{store}")
    name = "-".join(filter(None, (url.host, url.database)))
    return Path(f"{name}{SPOOL}")
