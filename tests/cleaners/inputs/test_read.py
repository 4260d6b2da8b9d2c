"""Everything people have, sniffed by content; whatever is no page comes back with a reason."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.inputs import InputLimits, Refused, Source, read_inputs

PAGE = b"<!doctype html><html><body><p>A plain page about a bridge.</p></body></html>"
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\n"
    b"Date: Wed, 1 May 2024 10:00:00 -0000\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n'
    b"--XX\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><p>Caf=C3=A9 by the =\r\nbridge.</p></body></html>\r\n"
)


def only(*paths: str | Path, **more) -> Source | Refused:
    found = list(read_inputs([str(path) for path in paths], **more))
    assert len(found) == 1
    return found[0]


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.txt", "a", "a.html~", "a.bin"])
def test_a_page_is_a_page_under_any_name(tmp_path, name):
    source = only(write(tmp_path / name, PAGE))
    assert isinstance(source, Source)
    assert (source.kind, source.data, source.place) == ("html", PAGE, name)
    packed = only(write(tmp_path / "gz" / f"{name}.gz", gzip.compress(PAGE)))
    assert isinstance(packed, Source)
    assert packed.data == PAGE


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_text_without_a_tag_is_text_under_any_name(tmp_path, name):
    source = only(write(tmp_path / name, "Ein Text über a < b und 3 > 2.\n\nNoch einer.".encode()))
    assert isinstance(source, Source)
    assert source.kind == "text"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n<p>", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b'<?xml version="1.0"?><rss><channel><p>x</p></channel></rss>', "a feed or sitemap"),
        (b"<svg xmlns='x'><text>words</text></svg>", "an SVG image"),
        (bytes(range(256)) * 40, "binary data"),
    ],
)
def test_what_is_no_page_says_what_it_is(tmp_path, data, what):
    refused = only(write(tmp_path / "a.html", data))
    assert refused == Refused(name=str(tmp_path / "a.html"), reason=f"not a page: {what}")


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_an_empty_file_is_skipped(tmp_path, data):
    refused = only(write(tmp_path / "a.html", data))
    assert isinstance(refused, Refused)
    assert refused.skipped


def test_a_folder_is_read_in_order_and_what_lies_beside_pages_is_skipped(tmp_path):
    for name in ("b.html", "a.html", "sub/c.htm"):
        write(tmp_path / name, PAGE)
    write(tmp_path / "sub" / "style.css", b"p { color: red }")
    write(tmp_path / "sub" / "app.js", b"document.write('<p>x</p>')")
    write(tmp_path / "sub" / "photo.png", b"\x89PNG")
    found = list(read_inputs([str(tmp_path)]))
    assert [each.place for each in found if isinstance(each, Source)] == ["a.html", "b.html", "sub/c.htm"]
    assert [each.skipped for each in found if isinstance(each, Refused)] == [True] * 3


def test_two_folders_keep_their_names_apart(tmp_path):
    for name in ("one/a.html", "two/a.html"):
        write(tmp_path / name, PAGE)
    found = list(read_inputs([str(tmp_path / "one"), str(tmp_path / "two")]))
    assert [each.place for each in found if isinstance(each, Source)] == ["one/a.html", "two/a.html"]


def test_patterns_missing_paths_and_standard_input(tmp_path):
    for name in ("b.html", "a.html", "c.txt"):
        write(tmp_path / name, PAGE)
    assert [each.name[-6:] for each in read_inputs([str(tmp_path / "*.html")])] == ["a.html", "b.html"]
    refused = only(tmp_path / "no.html")
    assert isinstance(refused, Refused)
    assert not refused.skipped
    assert only("-", stdin=io.BytesIO(PAGE)).name == "standard input"
    assert isinstance(only("-", stdin=io.BytesIO(b"")), Refused)


def test_links_fifos_and_holes_are_skipped_in_folders(tmp_path):
    write(tmp_path / "outside.html", PAGE)
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "link.html").symlink_to(tmp_path / "outside.html")
    (folder / "loop").symlink_to(folder)
    (folder / "zero.html").symlink_to("/dev/zero")
    os.mkfifo(folder / "fifo.html")
    with (folder / "holes.html").open("wb") as file:
        file.truncate(10**9)
    found = list(read_inputs([str(folder)]))
    assert len(found) == 5
    assert all(isinstance(each, Refused) and each.skipped for each in found)
    assert isinstance(only(folder / "link.html"), Source)
    assert isinstance(only("/dev/zero"), Refused)


def test_a_truncated_gzip_fails(tmp_path):
    for cut in (3, 20, 1):
        refused = only(write(tmp_path / "a.html.gz", gzip.compress(PAGE)[:-cut]))
        assert isinstance(refused, Refused)
        assert "cut off" in refused.reason
        assert not refused.skipped


def test_bombs_end_early(tmp_path):
    bomb = gzip.compress(b" " * 30_000_000)
    refused = only(write(tmp_path / "a.html.gz", bomb), limits=InputLimits(page_bytes=1_000_000, expansion=1))
    assert isinstance(refused, Refused)
    assert "larger" in refused.reason or "bomb" in refused.reason
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.html", PAGE + b" " * 900_000)
    found = list(read_inputs([str(tmp_path / "b.zip")], limits=InputLimits(page_bytes=1_000_000, expansion=20)))
    assert "bomb" in found[-1].reason
    assert len(found) < 40


def test_a_page_over_the_limit_fails(tmp_path):
    refused = only(write(tmp_path / "a.html", PAGE * 100), limits=InputLimits(page_bytes=1000))
    assert refused == Refused(name=str(tmp_path / "a.html"), reason="larger than 1,000 bytes")
    with pytest.raises(ValueError, match="at least 1"):
        InputLimits(page_bytes=0)


def test_a_zip_of_pages(tmp_path):
    link = zipfile.ZipInfo("link.html")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("a/one.html", PAGE)
        archive.writestr("../../two.html", PAGE)
        archive.writestr("three.html.gz", gzip.compress(PAGE))
        archive.writestr("style.css", "p {}")
        archive.writestr(link, "/etc/passwd")
    found = list(read_inputs([str(tmp_path / "pages.zip")]))
    pages = [each for each in found if isinstance(each, Source)]
    assert [page.place for page in pages] == ["pages/a/one.html", "pages/../../two.html", "pages/three.html.gz"]
    assert {page.data for page in pages} == {PAGE}
    assert [each.skipped for each in found if isinstance(each, Refused)] == [True, True]
    damaged = only(write(tmp_path / "cut.zip", (tmp_path / "pages.zip").read_bytes()[:-30]))
    assert isinstance(damaged, Refused)
    assert "damaged zip" in damaged.reason


@pytest.mark.parametrize("suffix", [".zip", ".warc", ".warc.gz", ".wacz"])
def test_an_archive_by_name_alone_fails(tmp_path, suffix):
    data = gzip.compress(PAGE) if suffix.endswith(".gz") else PAGE
    refused = only(write(tmp_path / f"a{suffix}", data))
    assert isinstance(refused, Refused)
    assert not refused.skipped


def test_an_mhtml_page_gives_its_address_and_charset(tmp_path):
    source = only(write(tmp_path / "a.mhtml", MHTML + b"--XX--\r\n"))
    assert isinstance(source, Source)
    assert "Café by the bridge." in source.data.decode(source.charset or "")
    assert source.url == "https://example.org/a"
    assert source.fetched_at
    assert source.fetched_at.isoformat().startswith("2024-05-01T")


def test_a_cut_mhtml_page_fails(tmp_path):
    refused = only(write(tmp_path / "a.html", MHTML))
    assert isinstance(refused, Refused)
    assert "cut off" in refused.reason
    no_page = only(
        write(tmp_path / "b.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X--\r\n")
    )
    assert isinstance(no_page, Refused)


@pytest.mark.parametrize(
    ("mark", "url"),
    [
        ("<!-- saved from url=(0022)https://example.org/b -->", "https://example.org/b"),
        (
            "<!--\n Page saved with SingleFile \n url: https://example.org/c \n saved date: x\n-->",
            "https://example.org/c",
        ),
        ("<!-- Mirrored from example.org/d by HTTrack -->", "http://example.org/d"),
        ("<!-- saved from url=(0011)file:///etc/passwd -->", None),
        ("<!-- saved from url=(0011)javascript:alert(1) -->", None),
        ("<!-- saved from url=(0011)https://[::1 -->", None),
    ],
)
def test_a_saved_page_gives_its_address(tmp_path, mark, url):
    source = only(write(tmp_path / "a.html", mark.encode() + PAGE))
    assert isinstance(source, Source)
    assert source.url == url


def test_an_unreadable_file_fails_and_its_neighbours_do_not(tmp_path, monkeypatch):
    for name in ("a.html", "b.html", "c.html"):
        write(tmp_path / name, PAGE)
    really = os.open

    def refuse(path, *rest, **more):
        if str(path).endswith("b.html"):
            raise PermissionError(13, "Permission denied", path)
        return really(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    found = list(read_inputs([str(tmp_path)]))
    assert [type(each) for each in found] == [Source, Refused, Source]


@given(st.binary(max_size=3000), st.sampled_from(["a.html", "a.warc", "a.zip", "a.mht", "a.html.gz", "a.txt"]))
def test_never_raises(tmp_path_factory, data, name):
    for prefix in (
        b"",
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04",
        b"WARC/1.0\r\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
    ):
        assert list(read_inputs([str(write(tmp_path_factory.getbasetemp() / "fuzz" / name, prefix + data))]))
