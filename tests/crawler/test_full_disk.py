"""A crawl whose files may not grow any more, as on a full disk."""

import resource
import sqlite3
from contextlib import closing

LIMIT = 300_000  # bytes of a file; the empty store fits


def stories(site, number):
    """Stories that do not fit together into a store of that size."""
    paths = site.stories(number)
    for at, path in enumerate(paths):
        measured = " ".join(str((at + 1) * step * 0.6180339887 % 1) for step in range(1, 1_800))
        site.put(path, site.story(path.rpartition("/")[2], f"Measured were {measured} metres."))


def test_it_ends_with_one_line_and_goes_on_with_nothing_lost(site, wirebrush):
    stories(site, 12)
    command = wirebrush.start(*wirebrush.crawling(site, "--archive", "raw", "--log", "log"))
    resource.prlimit(command.pid, resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
    _, errors = command.communicate(timeout=240)
    assert command.returncode == 3
    assert len(errors.strip().splitlines()) == 1
    assert "news.db: disk I/O error: the disk fails or is full" in errors
    assert "Traceback" not in (wirebrush.folder / "log").read_text()
    wirebrush.crawl(site, "--archive", "raw")
    with closing(sqlite3.connect(wirebrush.folder / "news.db")) as db:
        assert db.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone() == (12, 12)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
