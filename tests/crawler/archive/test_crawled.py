"""The archive of a crawl through its real entry point."""

import sqlite3
import time
from contextlib import closing

from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

KILLS = 2


def archived(folder, iterator):
    """URL and payload of every record with a page, by a reader of WARC files."""
    found = {}
    for path in sorted((folder / "raw").iterdir()):
        with path.open("rb") as stream:
            for record in iterator(stream):
                if iterator is ArchiveIterator and record.headers["WARC-Type"] == "response":
                    found[record.headers["WARC-Target-URI"]] = record.reader.read()
                elif iterator is WarcioIterator and record.rec_type == "response":
                    found[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    return found


def stored(folder):
    if not (folder / "news.db").exists():
        return set()
    with closing(sqlite3.connect(folder / "news.db")) as db:
        return {url for (url,) in db.execute("SELECT url FROM articles")}


def test_killed_in_the_middle_it_holds_every_article_and_reads_from_end_to_end(site, wirebrush):
    paths = site.stories(30)
    for part in range(KILLS):
        process = wirebrush.start(*wirebrush.crawling(site, "--archive", "raw"))
        end = time.monotonic() + 60
        while len(stored(wirebrush.folder)) < (part + 1) * 8 and time.monotonic() < end:
            time.sleep(0.01)
        process.kill()
        process.communicate()
    wirebrush.crawl(site, "--archive", "raw")
    pages = {site.url.rstrip("/") + path: site.answers[path][1].encode() for path in paths}
    assert stored(wirebrush.folder) == set(pages)
    assert archived(wirebrush.folder, ArchiveIterator) == pages
    assert archived(wirebrush.folder, WarcioIterator) == pages
    shown = wirebrush("reclean", "--archive", "raw", "-j", "1")
    assert "30  as they were" in shown
