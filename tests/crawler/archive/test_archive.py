import errno
import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.checker import Checker

from cleaners.inputs.source import Refused, Source
from crawler.archive import file as archive_file
from crawler.archive.entry import Capture
from crawler.archive.errors import ArchiveError
from crawler.archive.file import archive_files
from crawler.archive.headers import http_head, target_uri
from crawler.archive.index import StoreIndex
from crawler.archive.reader import read_newest
from crawler.archive.recover import recover
from crawler.archive.writer import ArchiveWriter
from crawler.store import open_store

NOW = datetime(2026, 3, 1, 12, 30, 45, 999, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


def page(number: int, body: bytes | None = None, **more) -> Capture:
    body = f"<p>Page {number}, {'word ' * 40}</p>".encode() if body is None else body
    return Capture(url=f"https://news.test/{number}", body=body, fetched_at=NOW, **more)


def write(folder, index, *captures, **options):
    with ArchiveWriter(folder, index, **options) as writer:
        return [writer.add(capture) for capture in captures]


def only_file(folder) -> Path:
    (path,) = archive_files(folder)
    return path


def sources(folder, index):
    return [each for each in read_newest(folder, index) if isinstance(each, Source)]


def test_fastwarc_and_warcio_read_it_from_end_to_end(folder, index):
    headers = {"content-type": "text/html; charset=utf-8", "x-note": "grüße"}
    write(folder, index, page(1, headers=headers), page(2), page(3, b"", status=404))
    path = only_file(folder)
    with path.open("rb") as stream:
        found = [
            (r.headers["WARC-Type"], r.headers.get("WARC-Target-URI"), r.reader.read()) for r in ArchiveIterator(stream)
        ]
    assert [kind for kind, _, _ in found] == ["warcinfo", "response", "response", "response"]
    assert found[1][1:] == ("https://news.test/1", page(1).body)
    with path.open("rb") as stream:
        records = [(r.rec_type, r.http_headers, r.content_stream().read()) for r in WarcioIterator(stream)]
    assert records[1][2] == page(1).body
    assert records[1][1].get_header("content-type") == "text/html; charset=utf-8"
    assert records[3][1].get_statuscode() == "404"


def test_digests_hold(folder, index, capsys):
    write(folder, index, page(1), page(2), page(1))
    with only_file(folder).open("rb") as stream:
        assert all(r.verify_block_digest() for r in ArchiveIterator(stream, parse_http=False) if r.headers)
    checker = Checker(type("Args", (), {"inputs": [str(only_file(folder))], "verbose": True})())
    checker.process_all()
    assert checker.exit_value == 0, capsys.readouterr().out


def test_an_identical_payload_is_a_revisit_and_reads_back_whole(folder, index):
    first, again, elsewhere = write(folder, index, page(1), page(1), page(2, page(1).body))
    assert [first.kind, again.kind, elsewhere.kind] == ["response", "revisit", "revisit"]
    later = write(folder, index, page(3, page(1).body))[0]
    assert later.kind == "revisit"
    assert {s.url: s.data for s in sources(folder, index)} == {
        f"https://news.test/{n}": page(1).body for n in (1, 2, 3)
    }


def test_a_rendered_page_is_a_resource(folder, index):
    write(folder, index, page(1, "<p>späte Zeit</p>".encode(), rendered=True))
    (source,) = sources(folder, index)
    assert source.charset == "utf-8"
    assert source.fetched_at == NOW.replace(microsecond=0)


def test_the_last_capture_of_a_url_is_the_one_that_is_read(folder, index):
    write(folder, index, page(1, b"old"), page(2), page(1, b"new"))
    assert [(s.url, s.data) for s in sources(folder, index)][-1] == ("https://news.test/1", b"new")
    assert len(sources(folder, index)) == 2


def test_files_are_rolled_by_size_and_the_last_one_is_continued(folder, index):
    bodies = [os.urandom(3000) for _ in range(6)]
    for number, body in enumerate(bodies):
        write(folder, index, page(number, body), roll_bytes=8000)
    assert len(archive_files(folder)) == 3
    assert [s.data for s in sources(folder, index)] == bodies


def test_two_writers_take_different_files(folder, index):
    with ArchiveWriter(folder, index) as one, ArchiveWriter(folder, index) as two:
        one.add(page(1))
        two.add(page(2))
        assert not list(recover(folder, index))  # both are being written
    assert len(archive_files(folder)) == 2
    assert len(sources(folder, index)) == 2


def test_a_last_record_torn_at_any_byte_is_cut_off_and_nothing_before_it_is_lost(folder, index, tmp_path):
    entries = write(folder, index, page(1), page(2))
    whole = only_file(folder).read_bytes()
    path = folder / "wirebrush-20260301000000-0.warc.gz"
    only_file(folder).rename(path)
    for length in range(entries[1].offset + 1, len(whole)):
        path.write_bytes(whole[:length])
        (report,) = recover(folder, index)
        assert path.read_bytes() == whole[: entries[1].offset]
        assert report.torn == length - entries[1].offset
        assert "torn last record" in str(report)
        assert "\n" not in str(report)
    assert [s.url for s in sources(folder, index)] == ["https://news.test/1"]


def test_what_a_kill_kept_from_the_index_is_read_back(folder, index):
    writer = ArchiveWriter(folder, index)
    writer.add(page(1))
    writer.add(page(2))
    writer._file.close()  # as a kill would: no sync, no word to the index
    assert sources(folder, index) == []
    assert [report.indexed for report in recover(folder, index)] == [2]
    assert [s.data for s in sources(folder, index)] == [page(1).body, page(2).body]
    assert not list(recover(folder, index))


def test_a_file_shortened_behind_the_index_is_cut_to_whole_records(folder, index):
    entries = write(folder, index, page(1), page(2), page(3))
    os.truncate(only_file(folder), entries[2].offset - 5)
    assert [report.torn for report in recover(folder, index)] == [entries[1].length - 5]
    assert [s.url for s in sources(folder, index)] == ["https://news.test/1"]


def test_damage_in_the_middle_costs_its_record_only(folder, index):
    entries = write(folder, index, page(1), page(2), page(3))
    path = only_file(folder)
    data = bytearray(path.read_bytes())
    data[entries[1].offset + 40 : entries[1].offset + 60] = bytes(20)
    path.write_bytes(data)
    bad = [each for each in read_newest(folder, index) if isinstance(each, Refused)]
    assert [each.reason for each in bad] == ["the record is damaged"]
    index.end(path.name, 0)  # forget it all
    (report,) = recover(folder, index)
    assert (report.torn, report.damaged, report.indexed) == (0, entries[1].length, 2)
    assert path.read_bytes() == data


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_is_one_line_and_leaves_no_half_record(folder, index, monkeypatch, room):
    writer = ArchiveWriter(folder, index)
    writer.add(page(1))
    before = only_file(folder).read_bytes()
    real, left = os.write, [room]

    def write(fd, data):
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = real(fd, data[: left[0]])
        left[0] -= taken
        return taken

    monkeypatch.setattr(archive_file.os, "write", write)
    with pytest.raises(ArchiveError, match="No space left on device") as error:
        writer.add(page(2))
    assert "\n" not in str(error.value)
    assert only_file(folder).read_bytes() == before
    writer.close()


def test_a_full_disk_at_the_first_record_leaves_no_file(folder, index, monkeypatch):
    def write(fd, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive_file.os, "write", write)
    with pytest.raises(ArchiveError), ArchiveWriter(folder, index) as writer:
        writer.add(page(1))
    assert archive_files(folder) == []


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path, index):
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="folder cannot be made"):
        ArchiveWriter(tmp_path / "file" / "archive", index)


def test_no_secret_reaches_a_file(folder, index):
    headers = {
        "set-cookie": "id=s3cret",
        "Cookie": "id=s3cret",
        "authorization": "Basic s3cret",
        "Proxy-Authorization": "s3cret",
        "Authentication-Info": "s3cret",
        "X-Amz-Security-Token": "s3cret",
        "X-Session-ID": "s3cret",
        "location": "https://user:s3cret@news.test/",
        "link": "<https://user:s3cret@news.test/>; rel=canonical",
    }
    assert b"X-Author: Ada" in http_head(200, {"X-Author": "Ada"}, b"")
    capture = Capture(url="https://user:s3cret@news.test/a", body=b"x", fetched_at=NOW, headers=headers)
    (entry,) = write(folder, index, capture)
    assert entry.url == "https://news.test/a"
    with only_file(folder).open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            assert b"s3cret" not in record.reader.read() + repr(record.headers.astuples()).encode()


def test_lengths_fit_the_decoded_body_and_the_wire_is_remembered():
    head = http_head(
        200, {"Content-Encoding": "br", "content-length": "5", "transfer-encoding": "chunked"}, b"0123456789"
    )
    assert head.endswith(b"\r\nContent-Length: 10\r\n\r\n")
    assert b"\r\nX-Archive-Orig-Content-Encoding: br\r\n" in head
    assert head.lower().count(b"\r\ncontent-length:") == 1


WILD = st.text(max_size=30)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headers=st.dictionaries(WILD, WILD, max_size=5),
    path=WILD,
    status=st.integers(100, 999),
    body=st.binary(max_size=200),
)
def test_wild_headers_make_valid_records(tmp_path_factory, headers, path, status, body):
    head = http_head(status, headers, body)
    assert head.count(b"\r\n\r\n") == 1
    assert b"\n" not in head.replace(b"\r\n", b"")
    uri = target_uri(f"https://news.test/{path}")
    assert uri.isascii()
    assert uri.isprintable()
    folder = tmp_path_factory.mktemp("wild")
    store = open_store(f"sqlite:///{folder}/news.db")
    capture = Capture(url=f"https://news.test/{path}", body=body, fetched_at=NOW, status=status, headers=headers)
    write(folder, StoreIndex(store), capture)
    (source,) = read_newest(folder, StoreIndex(store))
    store.close()
    assert isinstance(source, Source)
    assert source.data == body
    records = list(WarcioIterator(io.BytesIO(only_file(folder).read_bytes())))
    assert len(records) == 2


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=300) | st.binary(max_size=60).map(lambda data: b"\x1f\x8b\x08\x00" + data))
def test_whatever_lies_behind_the_last_whole_record_is_cut_off(tmp_path_factory, tail):
    folder = tmp_path_factory.mktemp("torn")
    store = open_store(f"sqlite:///{folder}/news.db")
    write(folder / "raw", StoreIndex(store), page(1), page(2))
    path = only_file(folder / "raw")
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    reports = list(recover(folder / "raw", StoreIndex(store)))
    assert [report.torn for report in reports] == ([len(tail)] if tail else [])
    assert path.read_bytes() == whole
    store.close()


def test_a_bomb_in_the_archive_is_damage_and_not_read_to_its_end(folder, index, monkeypatch):
    monkeypatch.setattr("crawler.archive.members.LONGEST", 1_000_000)
    entries = write(folder, index, page(1, b"0" * 30_000_000), page(2))
    bad, good = read_newest(folder, index)
    assert isinstance(bad, Refused)
    assert good.data == page(2).body
    assert entries[0].length < 100_000
