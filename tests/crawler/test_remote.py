"""Files of object stores, on a file system in memory and on an S3 server of this machine."""

import json
import os
from contextlib import suppress

import pytest

from cleaners.inputs import Refused
from crawler.cli import main
from crawler.errors import SettingsError
from crawler.remote import find, read_inputs, shown, whole_file

fsspec = pytest.importorskip("fsspec", reason="the extra `s3` is not installed")
PAGE = "<html><body><p>Story {} about the river and the bridge over it.</p></body></html>"


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    for number in range(3):
        files.pipe(f"/corpus/2026/page{number}.html", PAGE.format(number).encode())
    files.pipe("/corpus/notes.txt", b"Notes of the river and the bridge.")
    yield files
    files.rm("/corpus", recursive=True)


def places(*paths):
    return [each.place for path in paths for each in find(path, prefixed=len(paths) > 1)]


def test_a_folder_is_read_as_one_of_this_machine(memory, tmp_path):
    memory.get("/corpus/", f"{tmp_path}/", recursive=True)
    here = list(read_inputs([str(tmp_path)]))
    there = list(read_inputs(["memory://corpus"]))
    assert sorted((each.place, each.data) for each in there) == sorted((each.place, each.data) for each in here)
    assert {each.kind for each in there} == {"html", "text"}


def test_places_are_those_of_files_here(memory):
    pages = [f"2026/page{number}.html" for number in range(3)]
    assert places("memory://corpus") == places("memory://corpus/") == [*pages, "notes.txt"]
    assert places("memory://corpus/2026/page1.html") == ["page1.html"]
    assert places("memory://corpus/2026/*.html") == [page.removeprefix("2026/") for page in pages]
    assert places("memory://corpus/2026", "memory://corpus/notes.txt") == [*pages, "notes.txt"]
    assert [each.named for each in find("memory://corpus/2026/page1.html")] == [True]
    assert not any(each.named for each in find("memory://corpus"))


def test_what_is_not_there_is_refused(memory):
    (found,) = find("memory://corpus/nothing")
    assert found == Refused(name="memory://corpus/nothing", reason="no such object or folder, and nothing matches")
    (file,) = find("memory://corpus/notes.txt")
    memory.rm("/corpus/notes.txt")
    with pytest.raises(OSError, match="notes"):
        file.open()


@pytest.mark.parametrize(
    "address", ["https://u:p@news.org/", "file:///etc", "simplecache::s3://bucket/x", "nosuch://bucket/x"]
)
def test_other_addresses_are_wrong_usage(address):
    with pytest.raises(SettingsError) as raised:
        list(find(address))
    assert "u:p" not in str(raised.value)


def test_credentials_are_not_shown():
    assert shown("cannot read s3://key:secret@bucket/x") == "cannot read s3://bucket/x"


def test_an_output_is_there_once_it_is_whole(memory):
    with suppress(RuntimeError), whole_file("memory://corpus/out.jsonl") as stream:
        stream.write(b"half")
        raise RuntimeError
    assert not memory.exists("/corpus/out.jsonl")
    with whole_file("memory://corpus/out.jsonl") as stream:
        stream.write(b"whole")
    assert memory.cat("/corpus/out.jsonl") == b"whole"


def test_clean_reads_and_writes_s3(bucket, tmp_path, capfd):
    for number in range(3):
        bucket.pipe(f"corpus/pages/{number}.html", PAGE.format(number).encode())
    assert main(["clean", "s3://corpus/pages", "-o", "s3://corpus/out.jsonl", "--jobs", "1"]) == 0
    assert [json.loads(line)["text"][:7] for line in bucket.cat("corpus/out.jsonl").splitlines()] == [
        f"Story {number}" for number in range(3)
    ]
    assert main(["clean", "s3://corpus/nothing", "s3://elsewhere/", "-o", str(tmp_path / "out.jsonl")]) == 1
    assert main(["clean", "s3://corpus/pages", "-o", "s3://elsewhere/out.jsonl", "--jobs", "1"]) == 3
    said = capfd.readouterr().err
    assert "failed: s3://corpus/nothing: no such object or folder" in said
    assert "failed: s3://elsewhere/: cannot be listed: " in said
    assert "wirebrush: s3://elsewhere/out.jsonl: " in said
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in said
    assert "Traceback" not in said
