"""Saved pages as the input of a crawl."""

import gzip
import io
import json

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from cleaners.inputs import Refused
from crawler.saved import PASSED_OVER, SavedPages, fingerprint, listed, path_of

REFRESH = '<html><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/news/elsewhere"></html>'


def exported(wirebrush):
    return [json.loads(line) for line in wirebrush("export", "--format", "jsonl", "--versions").splitlines()]


def capture(url, body, date):
    """A response record, as a gzip member."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = date
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode())
    plain = io.BytesIO()
    record.write(plain)
    return gzip.compress(plain.getvalue())


@pytest.fixture
def warc(tmp_path, site):
    """An archive of two stories, one of them captured twice."""
    path = tmp_path / "pages #1.warc.gz"
    first = [
        capture(f"https://n.example/2024/{name}", site.story(name), "2024-01-01T00:00:00Z")
        for name in ("ferry", "mill")
    ]
    later = capture("https://n.example/2024/ferry", site.story("ferry", "A correction."), "2024-02-01T00:00:00Z")
    path.write_bytes(b"".join([*first, later]))
    return path


def test_every_page_has_an_address_under_which_it_is_read_again_in_any_order(tmp_path, site, warc):
    (tmp_path / "a?b.html").write_text(site.story("bridge"))
    known = dict(listed(tmp_path.as_uri()))
    assert len(known) == 4
    assert {path_of(url) for url in known} == {warc, tmp_path / "a?b.html"}
    pages = SavedPages()
    for url in (*known, *reversed(known)):
        assert pages.read(url) == known[url]
    pages.close()


def test_of_what_was_passed_over_only_some_is_kept(tmp_path, site):
    path = tmp_path / "many.warc.gz"
    path.write_bytes(
        b"".join(capture(f"https://n.example/{n}", site.story(str(n)), "2024-01-01T00:00:00Z") for n in range(40))
    )
    known = dict(listed(path.as_uri()))
    pages = SavedPages()
    order = [*known][::-1]
    assert [pages.read(url) for url in order] == [known[url] for url in order]
    assert len(pages._open[path]._passed) <= PASSED_OVER


def test_a_file_that_changed_since_is_no_page_under_the_old_address(warc, site):
    *_, last = dict(listed(warc.as_uri()))
    before = fingerprint(warc.as_uri())
    warc.write_bytes(capture("https://n.example/other", site.story("other"), "2024-03-01T00:00:00Z"))
    assert isinstance(SavedPages().read(last), Refused)
    assert fingerprint(warc.as_uri()) != before


def test_a_crawl_stores_them_as_they_were_fetched_and_follows_nothing(tmp_path, site, warc, wirebrush):
    folder = tmp_path / "pages"
    folder.mkdir()
    named = site.story("tower").replace("<title>", '<link rel="canonical" href="https://n.example/tower"><title>')
    (folder / "named.html").write_text(named)
    (folder / "unnamed.html").write_text(site.story("bridge"))
    (folder / "list.html").write_text(site.listing(*site.stories(5)).replace('"/news', f'"{site.url}news'))
    (folder / "elsewhere.html").write_text(REFRESH)
    (folder / "flat.txt").write_text("A page that somebody flattened.")
    command = ["crawl", warc.as_uri(), "./pages", "--archive", "raw", "--jobs", "1", "--allow-host", site.host]
    wirebrush(*command)
    records = {(record["canonical_url"], record["version"]): record for record in exported(wirebrush)}
    assert set(records) == {
        ("https://n.example/2024/ferry", 1),
        ("https://n.example/2024/ferry", 2),
        ("https://n.example/2024/mill", 1),
        ("https://n.example/tower", 1),
        ((folder / "unnamed.html").as_uri(), 1),
    }
    assert records["https://n.example/2024/mill", 1]["fetched_at"] == "2024-01-01T00:00:00+00:00"
    again = wirebrush(*command, "--json")
    assert [json.loads(line)["counts"] for line in again.splitlines()] == [{"same start": 1}] * 2
    assert "4  as they were" in wirebrush("reclean", "--archive", "raw", "--jobs", "1")
    assert site.requests == []


def test_a_limit_stops_it_and_the_same_command_goes_on(warc, wirebrush):
    ran = [wirebrush("crawl", str(warc), "--jobs", "1", "--json", *more) for more in (("--limit", "1"), ())]
    first, second = (json.loads(line)["counts"] for line in ran)
    assert (first["found"], first["stored"], second["found"]) == (3, 1, 2)
    assert len(exported(wirebrush)) == 3


def test_one_page_is_enough(tmp_path, site, wirebrush):
    (tmp_path / "bridge.html").write_text(site.story("bridge"))
    (tmp_path / "bridge.py").write_text("print('no page')")
    said = wirebrush("crawl", "./bridge.html", "./bridge.py", "--jobs", "1", code=1)
    (record,) = exported(wirebrush)
    assert record["url"] == (tmp_path / "bridge.html").as_uri()
    assert "1 failed: not a page: a .py file" in said


def test_a_file_that_is_not_there_is_named(wirebrush):
    wirebrush("crawl", "./nothing.warc", code=3)
    assert "failed: no such file or folder" in wirebrush.errors
