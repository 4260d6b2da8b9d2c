"""WARC archives: whole records come out, cut ones are named, damage costs only what it touched."""

import gzip
import re
import sys
import zipfile
import zlib
from functools import partial

import brotli
import pytest

from cleaners.inputs import InputLimits, Refused, Source, read_inputs

gzipped = partial(gzip.compress, mtime=0)  # the same bytes in every process, and so the same names of tests

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b"<html><body><p>Story %d about the new bridge over the river.</p></body></html>"


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers])
    return head.encode() + b"\r\n\r\n" + body


def record(number: int, block: bytes, kind: str = "response", length: int | None = None, extra: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2024-05-01T10:00:00Z\r\n{extra}Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def story(number: int) -> bytes:
    return record(number, http(BODY % number))


@pytest.fixture
def read(tmp_path):
    def read(data: bytes, name: str = "a.warc", **limits: int) -> tuple[list[Source], list[Refused]]:
        (tmp_path / name).write_bytes(data)
        found = list(read_inputs([str(tmp_path / name)], limits=InputLimits(**limits)))
        return [each for each in found if isinstance(each, Source)], [
            each for each in found if isinstance(each, Refused)
        ]

    return read


def addresses(pages: list[Source]) -> list[str]:
    return [(page.url or "").rpartition("/")[2] for page in pages]


def test_whole_records_plain_and_gzipped(read):
    for data, name in (
        (story(1) + story(2), "a.warc"),
        (gzipped(story(1)) + gzipped(story(2)), "a.warc.gz"),
    ):
        pages, refused = read(data, name)
        assert addresses(pages) == ["1", "2"]
        assert not refused
        assert pages[0].data == BODY % 1
        assert pages[0].charset == "utf-8"
        assert pages[0].fetched_at
        assert pages[0].fetched_at.isoformat() == "2024-05-01T10:00:00+00:00"
        assert pages[0].place == "a/example.org/1"


def test_a_cut_last_record_fails_and_the_others_come_out(read):
    whole = b"".join(map(story, range(4)))
    for cut in (20, 60, 100):
        pages, refused = read(whole[:-cut])
        assert addresses(pages) == ["0", "1", "2"]
        assert [each.skipped for each in refused] == [False]
    packed = b"".join(gzipped(story(number)) for number in range(4))
    for cut in (1, 60, 150):
        pages, refused = read(packed[:-cut], "a.warc.gz")
        assert addresses(pages)[:3] == ["0", "1", "2"]
        assert any("cut off" in each.reason for each in refused)


def test_padding_of_nuls_is_no_damage(read):
    pages, refused = read(gzipped(story(1)) + b"\x00" * 100_000, "a.warc.gz")
    assert addresses(pages) == ["1"]
    assert not refused


@pytest.mark.parametrize("length", [100, 10**12])
def test_a_wrong_length_costs_its_record(read, length):
    block = http(BODY % 2, f"Content-Length: {len(BODY % 2)}")
    pages, refused = read(story(1) + record(2, block, length=length) + story(3))
    assert addresses(pages)[0] == "1"
    assert "2" not in addresses(pages)
    assert refused
    assert length > 1000 or addresses(pages) == ["1", "3"]


@pytest.mark.parametrize(
    ("block", "reason", "skipped"),
    [
        (http(BODY, status="404 Not Found"), "HTTP status 404", True),
        (http(b"\xff\xd8\xff", kind="image/jpeg"), "not a page: image/jpeg", True),
        (http(BODY, "Content-Length: 5000"), "cut off", False),
        (http(b"5\r\n<html\r\n", "Transfer-Encoding: chunked"), "cut off", False),
        (http(gzipped(BODY)[:-9], "Content-Encoding: gzip"), "cut short", False),
        (http(gzipped(b" " * 3_000_000), "Content-Encoding: gzip"), "larger than the limit", False),
        (http(b"\x00\x01\x02\x03" * 30, "Content-Encoding: br"), "", False),
        (http(BODY + b" " * 2_000_000), "larger than", False),
        (BODY, "no HTTP header", False),
    ],
)
def test_a_record_without_a_page_says_why_and_its_neighbour_comes_out(read, block, reason, skipped):
    pages, refused = read(record(1, block) + story(2), page_bytes=1_000_000)
    assert addresses(pages) == ["2"]
    assert [reason in each.reason and each.skipped is skipped for each in refused] == [True]


@pytest.mark.parametrize(
    "block",
    [
        http(gzipped(BODY), "Content-Encoding: gzip"),
        http(BODY, "Content-Encoding: gzip"),
        http(
            b"5\r\n" + BODY[:5] + b"\r\n" + b"%x\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked",
        ),
        http(BODY, "Transfer-Encoding: chunked"),
    ],
)
def test_bodies_are_unpacked_whether_the_header_is_right_or_not(read, block):
    pages, refused = read(record(1, block))
    assert [page.data for page in pages] == [BODY]
    assert not refused


def test_other_records(read):
    pages, refused = read(
        record(1, b"software: x", kind="warcinfo") + record(2, b"GET / HTTP/1.1\r\n\r\n", kind="request")
    )
    assert not pages
    assert [each.skipped for each in refused] == [True]
    pages, refused = read(
        record(1, http(b""), kind="revisit") + record(2, BODY, kind="resource", extra="Content-Type: text/html\r\n")
    )
    assert addresses(pages) == ["2"]
    assert [each.skipped for each in refused] == [True]
    pages, refused = read(record(1, http(BODY), extra="WARC-Truncated: length\r\n"))
    assert not pages
    assert "cut off" in refused[0].reason


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path, read):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("archive/data.warc.gz", gzipped(story(1)) + gzipped(story(2)))
        archive.writestr("indexes/index.cdx.gz", gzipped(b"x"))
        archive.writestr("pages/pages.jsonl", "{}")
        archive.writestr("datapackage.json", "{}")
    pages, refused = read((tmp_path / "a.zip").read_bytes(), "a.wacz")
    assert addresses(pages) == ["1", "2"]
    assert not refused


@pytest.mark.parametrize("damage", ["flipped", "torn", "junk", "header"])
def test_a_damaged_member_costs_no_other(read, damage):
    members = [gzipped(story(number)) for number in range(5)]
    harmed = {
        "flipped": members[2][:60] + bytes([members[2][60] ^ 255]) + members[2][61:],
        "torn": members[2][:80],
        "junk": members[2] + b"junk" * 40,
        "header": b"\x1f\x8b\x08\xff" + members[2][4:],
    }
    pages, refused = read(b"".join((*members[:2], harmed[damage], *members[3:])), "a.warc.gz")
    assert addresses(pages) == ["0", "1", *(["2"] if damage == "junk" else []), "3", "4"]
    assert ["damaged" in each.reason for each in refused] == [True]


@pytest.mark.parametrize("harmed", [[0], [1, 3], [0, 1, 4]])
def test_as_many_as_are_damaged_are_named(read, harmed):
    members = [gzipped(story(number)) for number in range(6)]
    for number in harmed:
        members[number] = members[number][:60] + bytes([members[number][60] ^ 255]) + members[number][61:]
    pages, refused = read(b"".join(members), "a.warc.gz")
    assert addresses(pages) == [str(number) for number in range(6) if number not in harmed]
    assert ["damaged" in each.reason for each in refused] == [True] * len(harmed)


def test_a_record_that_claims_too_much_costs_no_other(read):
    members = [gzipped(story(number)) for number in range(5)]
    members[2] = gzipped(re.sub(rb"Content-Length: \d+", b"Content-Length: 1200000", story(2), count=1))
    pages, refused = read(b"".join(members), "a.warc.gz")
    assert addresses(pages) == ["0", "1", "3", "4"]
    assert [each.reason.partition(":")[0] for each in refused] == ["cut off"]


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip", "X-GZIP", "identity"])
def test_every_coding_of_the_wire_is_undone(read, coding):
    packers = {"br": brotli.compress, "zstd": zstd.compress, "deflate": zlib.compress, "gzip": gzip.compress}
    body = BODY % 1
    for name in coding.lower().replace("x-", "").split(", "):
        body = packers.get(name, bytes)(body)
    pages, refused = read(record(1, http(body, f"Content-Encoding: {coding}")) + story(2))
    assert addresses(pages) == ["1", "2"]
    assert not refused


def test_a_page_without_a_media_type_is_told_by_its_bytes(read):
    head = b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"
    pages, refused = read(record(1, head + BODY % 1) + record(2, head + b"\x89PNG\r\n\x1a\n"))
    assert addresses(pages) == ["1"]
    assert [each.reason for each in refused] == ["not a page: no media type"]


def test_a_segment_is_no_page(read):
    first = record(1, http(BODY % 1)).replace(b"WARC-Type", b"WARC-Segment-Number: 1\r\nWARC-Type", 1)
    pages, refused = read(first + story(2))
    assert addresses(pages) == ["2"]
    assert "segment" in refused[0].reason
