"""Archives and MIME files that were made to break their readers."""

import io
import zipfile

import pytest

from cleaners.inputs import Refused, read_inputs
from cleaners.inputs.sniff import sniff

PAGE = b"<!DOCTYPE html><title>Bridge</title><p>The bridge reopened on Tuesday.</p>"


def read(data):
    return list(read_inputs(["-"], stdin=io.BytesIO(data)))


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_member_without_a_name_costs_no_neighbour():
    packed = zipped({"x": PAGE, "ok.html": PAGE})
    assert [each.data for each in read(packed.replace(b"x", b"/", 2))] == [PAGE]
    central = packed.index(b"PK\x01\x02")
    nameless = bytearray(packed)
    nameless[central + 28] = 0  # the length of the name in the directory
    found = read(bytes(nameless))
    assert found
    assert all(isinstance(each, Refused) and not each.skipped for each in found if not each.name.endswith("ok.html"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_a_bound_are_refused(method):
    (refused,) = read(zipped({"a.html": PAGE}, method))
    assert "packed by deflate" in refused.reason
    assert not refused.skipped


def test_headers_of_mime_files_may_hold_any_bytes():
    page = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Location: http://caf\xe9.example/\xff\r\n\r\n"
        + PAGE
        + b"\r\n--b--\r\n"
    )
    (source,) = read(page)
    assert source.data.strip() == PAGE
    assert source.url is None


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "multipart/alternative; boundary=b"])
def test_mime_files_of_other_kinds_are_unfolded_too(kind):
    part = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + PAGE.replace(b"=", b"=3D") + b"\r\n"
    head = f"From: x\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n".encode()
    single = kind.startswith("text")
    (source,) = read(head + part if single else head + b"\r\n--b\r\nContent-Type: text/html\r\n" + part + b"--b--\r\n")
    assert source.data.strip() == PAGE


def test_thousands_of_header_lines_are_looked_at_in_linear_time():
    assert sniff(b"X-A: b\r\n" * 20_000 + PAGE).kind == "text"


def test_addresses_lose_their_credentials():
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://me:SECRET@a.example/x\r\n"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    (source,) = read(head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")
    assert source.url == "http://a.example/x"
    assert "SECRET" not in source.name + source.place


@pytest.mark.parametrize("text", ['{"html": "<p>The bridge</p>"}', '[\n {"a": "<div>"}]', '{"a": 1}\n{"a": "<p>"}\n'])
def test_json_is_no_page_whatever_tags_it_holds(text):
    assert sniff(text.encode()) == ("other", "JSON data")
