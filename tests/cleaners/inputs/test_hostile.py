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


@pytest.mark.parametrize(
    "giant", ["Subject: " + "x" * 90_000, *(["X-A: y"] * 20_000,), "Subject: x" + "\r\n y" * 30_000]
)
def test_mime_files_may_have_headers_of_any_size(giant):
    head = "\r\n".join(["From: x", *([giant] if isinstance(giant, str) else giant), "MIME-Version: 1.0"])
    (source,) = read(f"{head}\r\nContent-Type: text/html\r\n\r\n".encode() + PAGE)
    assert source.data == PAGE


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


SCRIPTS = [
    "(function(){var a='<div>';document.write('Words that may be prose.')})();",
    '/*! A library */\n"use strict";\nvar a = "<p>";',
    "!function(e,t){e.exports=t()}(this,function(){return 1});",
    "(()=>{const a=1})();",
    "// licence\nwindow.dataLayer = [];",
    "import {a} from './a.js';",
]
STYLE_SHEETS = ["@charset 'utf-8';\nbody{color:red}", "/* a */\n.story > p { margin: 0 }", "body{color:red;margin:0}"]
PROSE = [
    "import duties rose (again) on Tuesday.",
    "(Reuters) - The bridge reopened.",
    "function follows form, she said: {x}",
    "// Note: a",
]


@pytest.mark.parametrize(
    ("text", "what"),
    [(text, "a script") for text in SCRIPTS] + [(text, "a style sheet") for text in STYLE_SHEETS],
)
def test_scripts_and_style_sheets_are_no_pages(text, what):
    assert sniff(text.encode()) == ("other", what)
    assert sniff(f"{text}</script><!doctype html><body><p>A page.".encode()).kind == "html"


@pytest.mark.parametrize("text", PROSE)
def test_prose_may_begin_as_scripts_do(text):
    assert sniff(text.encode()).kind == "text"


def test_what_comes_before_a_script_is_passed_in_linear_time():
    for lead in (b"/*a*/" * 13_000, b"/*" * 30_000, b"/* * " * 10_000, b"//\n" * 20_000, b"(" * 60_000):
        assert sniff(lead + b"words").kind == "text"


def test_utf_32_is_refused_by_name():
    for codec in ("utf-32", "utf-32-le", "utf-32-be"):
        assert sniff("<p>The bridge</p>".encode(codec)).what.startswith("text in UTF-32")
