"""The file of sites, read again when it changes; one with mistakes leaves everything as it was."""

from collections.abc import Mapping
from pathlib import Path

from crawler.config import SiteConfig, load
from crawler.errors import SettingsError
from crawler.sites import by_name

Stamp = tuple[int, int, int]


class SitesFile:
    """The sites by name, as the file said when it was last right."""

    def __init__(self, path: Path) -> None:
        """Read it. Raises SettingsError (MistakesError with all that is wrong) where that cannot be done."""
        self.path = path
        self._stamp = self._look()
        self.sites: Mapping[str, SiteConfig] = by_name(load(path).sites)

    def reload(self, *, force: bool = False) -> tuple[bool, tuple[str, ...]]:
        """Whether the sites are others now, and what is wrong with a file that could not be taken."""
        stamp = self._look()
        if stamp == self._stamp and not force:
            return False, ()
        self._stamp = stamp
        try:
            sites = by_name(load(self.path).sites)
        except SettingsError as error:
            return False, error.lines
        changed = sites != self.sites
        self.sites = sites
        return changed, ()

    def _look(self) -> Stamp | None:
        """What changes with the file, also where an editor puts a new one in its place."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino
