"""An archive in an object store: written here, moved there, read from wherever a file is."""

import asyncio
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from cleaners.inputs import Source
from crawler.archive import mover as moving
from crawler.archive.entry import Capture
from crawler.archive.errors import ArchiveError
from crawler.archive.file import LockedError, WarcFile, archive_files
from crawler.archive.mover import Mover
from crawler.archive.place import Spooled, place
from crawler.archive.reader import read_newest
from crawler.archive.writer import ArchiveWriter
from crawler.cli import main
from crawler.errors import SettingsError

fsspec = pytest.importorskip("fsspec", reason="the extra `s3` is not installed")
SECONDS = 120.0
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def there():
    """The object store."""
    files = fsspec.filesystem("memory")
    yield files
    if files.exists("/there"):
        files.rm("/there", recursive=True)


@pytest.fixture
def where(tmp_path):
    return Spooled("memory://there/raw/", tmp_path / "spool")


def page(number, body=None):
    url = f"https://news.test/{number}"
    return Capture(url=url, body=body or f"<p>Page {number} {'word ' * 40}".encode(), fetched_at=NOW)


def write(where, index, *captures, **options):
    with ArchiveWriter(where.spool, index, **options) as writer:
        return [writer.add(capture) for capture in captures]


def move(where, index):
    """A mover that has had its time."""

    async def run():
        mover.start()
        await mover.end(stopped=False)

    mover = Mover(where, index)
    asyncio.run(run())
    return mover


def urls(where, index):
    return [each.url for each in read_newest(where, index) if isinstance(each, Source)]


def test_a_spool_lies_beside_the_store_and_no_two_archives_share_one():
    assert place("raw", "sqlite:///news.db") == place("raw", "news.db")
    stores = ["sqlite:////srv/news.db", "news.db", "postgresql://user:pw@host/news", "postgresql:///news"]
    addresses = ["s3://a/b", "s3://a/b/c", "s3://a-b", "gs://a/b"]
    spools = [str(place(address, store).spool) for address in addresses for store in stores]
    assert len(set(spools)) == 16
    assert spools[0] == "/srv/news.db-spool/s3/a/b"
    assert spools[1:4] == ["news.db-spool/s3/a/b", "host-news-spool/s3/a/b", "news-spool/s3/a/b"]
    assert place("s3://key:pw@a/b/", "news.db") == Spooled("s3://key:pw@a/b/", Path("news.db-spool/s3/a/b"))
    with pytest.raises(SettingsError, match=r"without \. and \.\."):
        place("s3://a/../b", "news.db")


def test_pages_are_read_wherever_their_file_is(where, index, there):
    write(where, index, page(1), page(2))
    assert move(where, index).moved == {path.split("/")[-1] for path in there.find("/there/raw")}
    assert not archive_files(where.spool)
    write(where, index, page(3), page(4))
    assert urls(where, index) == [f"https://news.test/{number}" for number in (1, 2, 3, 4)]


def test_serve_shows_the_raw_page_wherever_its_file_is(where, index, there):
    raw = pytest.importorskip("crawler.web.raw", reason="the extra `web` is not installed")
    desk = SimpleNamespace(settings=SimpleNamespace(archive=where), store=index.store)
    write(where, index, page(1))
    here = raw.raw_page(desk, page(1).url)
    move(where, index)
    moved = raw.raw_page(desk, page(1).url)
    assert here == moved
    assert moved.data == page(1).body


def test_a_file_that_is_written_stays_until_it_is_done(where, index, there):
    with ArchiveWriter(where.spool, index, roll_bytes=3_000) as writer:
        for number in range(12):
            writer.add(page(number, bytes([number]) + number.to_bytes(2, "big") * 300))
        moved = move(where, index)
        assert len(archive_files(where.spool)) == 1
        assert not any(moved.waiting().values())
        assert moved.moved
    move(where, index)
    assert (len(urls(where, index)), archive_files(where.spool)) == (12, [])


def test_what_was_moved_is_referred_to_and_what_is_elsewhere_is_not(where, index, there):
    write(where, index, page(1))
    mover = move(where, index)
    (again,) = write(where, index, page(2, page(1).body), moved=mover.moved)
    (whole,) = write(where, index, page(3, page(1).body))
    assert (again.kind, whole.kind) == ("revisit", "response")
    assert len(urls(where, index)) == 3


def test_a_kill_before_a_file_was_deleted_here_costs_nothing(where, index, there):
    write(where, index, page(1))
    (path,) = archive_files(where.spool)
    there.put_file(str(path), f"/there/raw/{path.name}")
    assert urls(where, index) == ["https://news.test/1"]
    move(where, index)
    assert not path.exists()
    assert urls(where, index) == ["https://news.test/1"]


def test_what_a_kill_left_torn_is_put_right_before_it_goes(where, index, there):
    writer = ArchiveWriter(where.spool, index)
    writer.add(page(1))
    writer._file.append(b"\x1f\x8b\x08 half a record")
    writer._file.close()  # as a kill would: no sync, no word to the index
    move(where, index)
    assert urls(where, index) == ["https://news.test/1"]


def test_a_file_waits_where_the_store_holds_something_else(where, index, there, monkeypatch):
    write(where, index, page(1))
    (path,) = archive_files(where.spool)
    put = type(there).put_file
    monkeypatch.setattr(type(there), "put_file", lambda self, _, target: put(self, __file__, target))
    waiting = move(where, index).waiting()
    assert path.exists()
    (line,) = waiting.values()
    assert f"1 files (0.0 MB) wait in {where.spool}" in line
    assert "memory://there/raw/ by the next crawl: the store holds something else than was sent" in line
    monkeypatch.undo()
    assert list(move(where, index).waiting().values()) == [""]


def test_a_file_that_cannot_be_read_holds_up_no_other(where, index, there, monkeypatch):
    def put_right(file, index):
        if file.path == odd:
            raise ArchiveError.of(odd, "the archive cannot be read", OSError(5, ""))

    write(where, index, page(1))
    (path,) = archive_files(where.spool)
    odd = path.with_name("wirebrush-0.warc.gz")
    odd.write_bytes(b"odd")
    monkeypatch.setattr(moving, "put_right", put_right)
    (line,) = move(where, index).waiting().values()
    assert not path.exists()
    assert f"archive: 1 files (0.0 MB) wait in {where.spool}" in line
    assert line.endswith(f"{odd}: the archive cannot be read: Input/output error")


def test_a_store_that_does_not_answer_is_given_up(where, index, there, monkeypatch):
    monkeypatch.setattr(moving, "PATIENCE", 0.2)
    monkeypatch.setattr(moving, "put", lambda *_: time.sleep(2))
    write(where, index, page(1))
    (line,) = move(where, index).waiting().values()
    assert line.endswith("no answer within 0 seconds")


def test_a_stopped_crawl_leaves_files_to_the_next(where, index, there, monkeypatch):
    asked = []
    monkeypatch.setattr(moving, "put", lambda *_: asked.append(1) or time.sleep(1))
    for number in range(2):
        write(where, index, page(number), roll_bytes=1)
    mover = Mover(where, index)
    mover.start()
    while not asked:
        time.sleep(0.01)
    asyncio.run(mover.end(stopped=True))
    assert len(archive_files(where.spool)) == 2
    assert "2 files" in "".join(mover.waiting().values())
    mover.join()
    assert len(asked) == 1
    assert "the crawl was stopped before" in "".join(mover.waiting().values())


def test_a_file_that_was_moved_away_is_nobodys(where, index):
    write(where, index, page(1))
    (path,) = archive_files(where.spool)
    file = WarcFile(path)
    path.unlink()
    file.close()
    with pytest.raises(LockedError):
        WarcFile(path)


@pytest.fixture
def silent():
    """A server that never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(SECONDS)
        yield listening


def test_a_crawl_goes_on_whatever_the_store_does(site, wirebrush, bucket, silent, monkeypatch, capfd):
    """Killed between the last page and the move, then without a store, then with one."""
    paths = site.stories(5)
    archive = ["--archive", "s3://corpus/raw"]
    spool = wirebrush.folder / "news.db-spool" / "s3" / "corpus" / "raw"
    with monkeypatch.context() as patch:
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        crawl = wirebrush.start(*wirebrush.crawling(site, *archive))
        connection, _ = silent.accept()
        crawl.kill()
        crawl.communicate()
        connection.close()
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        wirebrush.crawl(site, *archive, code=1)
        (line,) = wirebrush.errors.splitlines()
        assert line.startswith("archive: 1 files (0.0 MB) wait in ")
    files = archive_files(spool)
    wirebrush.crawl(site, *archive)
    assert not archive_files(spool)
    assert {path.name for path in files} <= {path.rpartition("/")[2] for path in bucket.find("corpus/raw")}
    store = f"sqlite:///{wirebrush.folder}/news.db"
    assert main(["reclean", "--store", store, "-j", "1", *archive]) == 0
    assert f"{len(paths)}  as they were" in capfd.readouterr().out
