"""Finished files of an archive moved to its object store, beside the crawl that writes them."""

import asyncio
import logging
import socket
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from crawler.archive.entry import Index
from crawler.archive.errors import ArchiveError
from crawler.archive.file import LockedError, WarcFile, archive_files
from crawler.archive.place import Spooled
from crawler.archive.recover import put_right
from crawler.errors import UnavailableError
from crawler.remote import put, shown

LOOK_SECONDS = 5.0  # between two looks for finished files
AGAIN_SECONDS = 60.0  # before a store is tried again that could not be reached
PATIENCE = 120.0  # seconds for one file, once the crawl has ended
POLL_SECONDS = 0.05
STOPPED = "the crawl was stopped before"

logger = logging.getLogger(__name__)


class Mover(Thread):
    """Moves every file of the spool that nobody writes, those of earlier crawls too, until it is ended.

    A file goes only after the store was seen to hold all of it: a kill at any time costs an upload at most. What cannot
    be moved waits in the spool. moved: names of the files that went. fault: why the others did not; "" for none.
    """

    def __init__(self, place: Spooled, index: Index) -> None:
        super().__init__(name="archive mover", daemon=True)  # a store that hangs must not hold the process
        self.place = place
        self.moved: set[str] = set()
        self.fault = ""
        self._index = index
        self._ending = Event()
        self._stopped = False
        self._sent = ""  # the file that is on its way, locked by ourselves

    def run(self) -> None:
        """Look again and again, a last time when the end has come."""
        last = False
        while not self._stopped:
            self._move_all()
            if last:
                return
            last = self._ending.wait(AGAIN_SECONDS if self.fault else LOOK_SECONDS)

    async def end(self, *, stopped: bool) -> None:
        """Move what is left, without holding up the event loop; stopped: leave it to the next crawl."""
        self._stopped = stopped
        self._ending.set()
        loop = asyncio.get_running_loop()
        moved, until = -1, 0.0
        while self.is_alive() and not stopped:
            if len(self.moved) > moved:
                moved, until = len(self.moved), loop.time() + PATIENCE
            elif loop.time() > until:
                self.fault = f"no answer within {PATIENCE:.0f} seconds"
                return
            await asyncio.sleep(POLL_SECONDS)

    def waiting(self) -> dict[str, str]:
        """By machine and spool one line on what waits there; "" where nothing does."""
        sizes = [size for path in archive_files(self.place.spool) if (size := self._waits(path))]
        machine, spool = socket.gethostname(), self.place.spool.absolute()
        line = (
            f"archive: {len(sizes):,} files ({sum(sizes) / 1e6:,.1f} MB) wait in {spool} on {machine} to be moved to "
            f"{shown(self.place.address)} by the next crawl: {self.fault or STOPPED}"
        )
        return {f"{machine} {spool}": line if sizes else ""}

    def _move_all(self) -> None:
        fault = ""
        for path in archive_files(self.place.spool):
            if self._stopped:
                return
            try:
                self._move(path)
            except LockedError:
                continue
            except ArchiveError as error:  # of this file alone
                fault = str(error)
            except (OSError, UnavailableError) as error:
                fault = (isinstance(error, OSError) and error.strerror) or str(error)
                logger.warning("%s: cannot be moved to %s: %s", path, shown(self.place.address), fault)
                break
        self.fault = fault

    def _move(self, path: Path) -> None:
        """Raises LockedError where it is written by somebody, OSError or UnavailableError where it has to wait."""
        with closing(WarcFile(path)) as file:
            if not file.size:
                return  # somebody is about to write it
            if recovered := put_right(file, self._index):
                logger.warning("%s", recovered)
            self._sent = path.name
            put(path, self.place.of(path.name))
            self.moved.add(path.name)
            path.unlink()
            self._sent = ""

    def _waits(self, path: Path) -> int:
        """The bytes of a file that has to be moved; 0 for one that somebody writes or has moved."""
        try:
            if path.name == self._sent:
                return path.stat().st_size
            with closing(WarcFile(path)) as file:
                return file.size
        except (LockedError, FileNotFoundError):
            return 0
        except ArchiveError:
            return path.stat().st_size
