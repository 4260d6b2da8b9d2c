"""A WARC file cut into parts holds the records that it holds in one."""

import gzip
import re
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.inputs import InputLimits, Refused, find, read_file

pytest.importorskip("fsspec", reason="the extra `ray` is not installed")
from crawler.engines import blocks, parts
from crawler.engines.parts import Part
from crawler.remote import find as find_anywhere

NUMBER = re.compile(r"behind page record \d+")


def record(number, body=b"", kind="response", claimed=None):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" if kind == "response" else b""
    block = head + (body or b"<html><body><p>Story %d of the river.</p></body></html>" % number)
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.test/{number}\r\n"
            f"WARC-Date: 2026-03-01T12:00:00Z\r\nContent-Length: {claimed or len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def noise(number, size):
    """What no packing makes shorter."""
    state = zlib.crc32(b"%d" % number)
    drawn = bytearray()
    while len(drawn) < size:
        state = zlib.crc32(b"more", state)
        drawn += state.to_bytes(4, "big")
    return b"<html><body>" + drawn[:size].hex().encode()


def member(data, level=6):
    return gzip.compress(data, level, mtime=0)


def pages(file):
    """What a reader makes of a file, in a form that can be compared."""
    return [
        replace(each, reason=NUMBER.sub("", each.reason)) if isinstance(each, Refused) else each
        for each in read_file(file, InputLimits())
    ]


def cut(path, length):
    (file,) = find(str(path))
    found = parts.parts(file, length)
    return file, found, [each for one in found for each in pages(one)]


def damaged(packed, how, at):
    """A member as a bad disk or a lost connection leaves it."""
    at = 20 + at % max(1, len(packed) - 30)
    if how == "flipped":
        return packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1 :]
    if how == "torn":
        return packed[:at]
    if how == "checksum":
        return packed[:-8] + b"\x00\x01\x02\x03" + packed[-4:]
    if how == "zeros":
        return packed[:at] + bytes(len(packed) - at)
    if how == "claim":
        return member(gzip.decompress(packed).replace(b"Content-Length: ", b"Content-Length: 9"))
    return packed + b"garbage between members"


DAMAGE = st.tuples(
    st.integers(0, 59), st.sampled_from(["flipped", "torn", "checksum", "zeros", "junk", "claim"]), st.integers(0)
)


@settings(max_examples=60)
@given(st.lists(DAMAGE, max_size=4), st.integers(3_000, 30_000), st.sampled_from([4_000, 8_000]))
def test_the_records_are_those_of_the_whole_file_whatever_is_damaged(tmp_path_factory, damages, length, sure):
    packed = [member(record(0, b"software: a test", "warcinfo"))]
    packed += [member(record(number, noise(number, 200 + number * 37 % 900))) for number in range(1, 60)]
    for number, how, at in damages:
        packed[number] = damaged(packed[number], how, at)
    path = tmp_path_factory.mktemp("warc") / "news.warc.gz"
    path.write_bytes(b"".join(packed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SURE", sure)
        file, found, split = cut(path, length)
    assert split == pages(file)
    assert sum(each.size for each in found) == path.stat().st_size


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 39), st.sampled_from(["junk", "claim", "torn"])), max_size=4),
    st.integers(500, 9000),
)
def test_an_unpacked_file_too(tmp_path_factory, damages, length):
    plain = [record(number, noise(number, 100 + number * 37 % 400)) for number in range(40)]
    for number, how in damages:
        if how == "claim":
            plain[number] = record(number, b"x" * 50, claimed=700)
        else:
            plain[number] = plain[number] + b"junk\r\n" if how == "junk" else plain[number][:-40]
    path = tmp_path_factory.mktemp("warc") / "news.warc"
    path.write_bytes(b"".join(plain))
    file, found, split = cut(path, length)
    assert split == pages(file)
    assert len(found) > 1 or length > path.stat().st_size // 3


def news(path, count=40, size=8_000, kinds=("response",)):
    """A file of members long enough for true cuts."""
    bodies = (record(at, noise(at, size), kinds[at % len(kinds)]) for at in range(count))
    path.write_bytes(b"".join(map(member, bodies)))
    return path


def test_all_of_a_file_is_cut_where_it_can_be(tmp_path):
    file, found, split = cut(news(tmp_path / "a.warc.gz", 200), 200_000)
    assert split == pages(file)
    assert len(found) == file.size // 200_000 - 1 or len(found) >= 3
    assert all(isinstance(each, Part) for each in found)
    assert [each.start for each in found[1:]] == [each.start + each.size for each in found[:-1]]


def test_every_part_holds_a_page(tmp_path):
    file, found, split = cut(news(tmp_path / "a.warc.gz", 200, kinds=("request", "metadata", "response")), 160_000)
    assert len(found) > 2
    assert split == pages(file)
    assert not [each for each in split if isinstance(each, Refused)]


def test_a_file_within_a_record_is_not_cut(tmp_path):
    inner = news(tmp_path / "inner.warc.gz", 60).read_bytes()
    outer = [
        member(record(0)),
        member(record(1, inner, "resource"), level=0),
        *(member(record(n)) for n in range(2, 5)),
    ]
    path = tmp_path / "outer.warc.gz"
    path.write_bytes(b"".join(outer))
    file, found, split = cut(path, 50_000)
    assert found == [file]
    assert split == pages(file)


@pytest.mark.parametrize("what", ["one member", "page", "zip", "short", "empty"])
def test_what_cannot_be_cut_stays_whole(tmp_path, what):
    text = b"".join(record(number, noise(number, 3_000)) for number in range(60))
    data = {
        "one member": member(text),
        "page": b"<html>" + text,
        "zip": b"PK\x03\x04" + text,
        "short": member(record(1)),
        "empty": b"",
    }
    (tmp_path / "x.warc.gz").write_bytes(data[what])
    file, found, _ = cut(tmp_path / "x.warc.gz", 20_000)
    assert found == [file]
    (tmp_path / "x.warc.gz").unlink()
    assert parts.parts(file, 1) == [file]


def test_blocks_of_a_large_file_are_its_parts_here_and_in_an_object_store(tmp_path, monkeypatch):
    fsspec = pytest.importorskip("fsspec")
    monkeypatch.setattr(blocks, "BYTES", 200_000)
    news(tmp_path / "a.warc.gz", 200)
    here, _ = blocks.cut([str(tmp_path)])
    files = fsspec.filesystem("memory")
    files.put(str(tmp_path / "a.warc.gz"), "/parts/a.warc.gz")
    there, _ = blocks.cut(["memory://parts"])
    assert len(here) == len(there) > 3
    assert len({block.key for block in here}) == len(here)
    assert [each.data for block in here for each in block.read()] == [
        each.data for block in there for each in block.read()
    ]
    (whole,) = find_anywhere("memory://parts/a.warc.gz")
    assert [each.place for each in read_file(whole, InputLimits())] == [
        each.place for block in there for each in block.read()
    ]
    files.rm("/parts", recursive=True)
    monkeypatch.setattr(blocks, "MOST_PARTS", 1)
    assert len(blocks.cut([str(tmp_path)])[0]) == 1
