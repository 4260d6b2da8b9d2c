"""`wirebrush clean` through its real entry point: every input counted, outputs whole, exit codes true."""

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from cleaners.outputs import COLUMNS

PARAGRAPHS = [
    "The new bridge over the river will open to traffic in the spring, the mayor of the town said on Tuesday evening.",
    "Workers have spent three years on the steel arches, which were made in a yard on the coast and brought by barge.",
    "The old bridge, built of wood and stone a century ago, will be kept for people on foot and for those on bicycles.",
    "A ferry that carried cars in the meantime will make its last trip on the day before the opening, its owner said.",
]
SCRIPT = "import sys; from crawler.cli import main; sys.exit(main())"


def page(number: int = 0, extra: str = "") -> str:
    body = "".join(f"<p>{text} Page {number}.</p>" for text in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><title>Bridge {number} opens</title></head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>Bridge {number} opens</h1>{body}{extra}</article>'
        "<footer>Imprint</footer></body></html>"
    )


@pytest.fixture
def clean(tmp_path):
    def clean(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", SCRIPT, "clean", *args]
        return subprocess.run(command, input=stdin, capture_output=True, timeout=120, cwd=tmp_path, check=False)

    return clean


@pytest.fixture
def pages(tmp_path) -> Path:
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    for number, name in enumerate(("a.html", "b.htm", "sub/a.html")):
        (folder / name).write_text(page(number))
    return folder


def closing(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode().strip().splitlines()[-1]


def test_what_is_said_as_json(clean, pages):
    (pages / "bad.html").write_bytes(b"%PDF-1.7")
    done = clean("pages", "--json", "-o", "all.jsonl")
    assert [json.loads(line) for line in done.stderr.splitlines()] == [
        {"outcome": "failed", "name": "pages/bad.html", "reason": "not a page: a PDF document"},
        {"counts": {"cleaned": 3, "empty": 0, "failed": 1}},
    ]


def test_text_goes_to_standard_output_and_counts_to_standard_error(clean, pages):
    done = clean("pages/a.html")
    assert done.returncode == 0
    assert done.stdout.decode() == "\n\n".join(f"{text} Page 0." for text in PARAGRAPHS) + "\n"
    assert done.stderr.decode() == "1 cleaned, 0 empty, 0 failed\n"
    assert clean("-", stdin=page().encode()).stdout == done.stdout


def test_every_input_is_counted_and_every_failure_named(clean, pages):
    (pages / "empty.html").write_bytes(b"")
    (pages / "report.html").write_bytes(b"%PDF-1.7 ...")
    (pages / "cut.html.gz").write_bytes(gzip.compress(page().encode())[:-20])
    (pages / "menu.html").write_text("<html><body><nav><a href=/>Home</a></nav></body></html>")
    done = clean("pages", "missing.html", "-o", "out")
    assert done.returncode == 1
    assert closing(done) == "3 cleaned, 1 empty, 3 failed, 1 skipped"
    said = done.stderr.decode()
    for line in (
        "failed: pages/report.html: not a page: a PDF document",
        "failed: pages/cut.html.gz: cut off",
        "failed: missing.html: no such file",
        "skipped: pages/empty.html: an empty file",
        "empty: pages/menu.html: ",
    ):
        assert line in said
    written = sorted(path.relative_to(pages.parent / "out").as_posix() for path in (pages.parent / "out").rglob("*.*"))
    assert written == ["pages/a.txt", "pages/b.txt", "pages/sub/a.txt"]


def test_a_second_run_does_what_is_missing_or_older(clean, pages):
    assert clean("pages", "-o", "out").returncode == 0
    out = pages.parent / "out"
    (out / "a.txt").unlink()
    (out / "b.txt").write_text("old")
    os.utime(out / "b.txt", (1, 1))
    assert closing(clean("pages", "-o", "out")) == "2 cleaned, 0 empty, 0 failed, 1 done before"
    assert "Page 1" in (out / "b.txt").read_text()
    assert closing(clean("pages", "-o", "out", "--force")) == "3 cleaned, 0 empty, 0 failed"


@pytest.mark.parametrize("form", ["txt", "md", "html", "xml", "json", "jsonl", "csv", "parquet"])
def test_every_format_in_one_file(clean, pages, form):
    done = clean("pages", "-o", f"all.{form}")
    assert done.returncode == 0, done.stderr
    data = (pages.parent / f"all.{form}").read_bytes()
    if form == "parquet":
        rows = pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist()
        assert [row["title"] for row in rows] == [f"Bridge {number} opens" for number in range(3)]
        return
    text = data.decode()
    assert [text.count(f"{PARAGRAPHS[0]} Page {number}.") for number in range(3)] == [1, 1, 1]
    if form == "jsonl":
        assert [tuple(json.loads(line)) for line in text.splitlines()] == [COLUMNS] * 3
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == 4
    if form == "xml":
        assert len(etree.fromstring(data).findall("{http://www.tei-c.org/ns/1.0}TEI")) == 3
    if form == "html":
        assert text.count("<article>") == 3
        assert text.count("<html") == 1


@pytest.mark.parametrize("form", ["txt", "md", "html", "xml", "json"])
def test_every_format_in_a_folder(clean, pages, form):
    assert clean("pages", "-o", "out/", "-f", form).returncode == 0
    assert len(list((pages.parent / "out").rglob(f"*.{form}"))) == 3


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (("-o", "x.docx"), 2, "wirebrush: x.docx: no format goes by that name"),
        (("-f", "docx"), 2, "Invalid value for '-f'"),
        (("-o", "pages", "-f", "csv"), 2, "csv is one file"),
        (("--jobs", "0"), 2, "Invalid value"),
        (("-o", "pages/a.html/out/"), 3, "wirebrush: pages/a.html"),
        (("-o", "no/such/folder/x.jsonl"), 3, "wirebrush: no/such/folder/x.jsonl: No such file or directory"),
        (("-o", "/dev/full"), 3, "wirebrush: /dev/full: No space left on device"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_an_exit_code(clean, pages, args, code, line):
    done = clean("pages", *args)
    assert done.returncode == code
    assert line in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_full_disk_leaves_no_half_written_file(pages):
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); {SCRIPT}"
    command = [sys.executable, "-c", limited, "clean", str(pages), "-o", str(pages.parent / "all.jsonl")]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 3
    assert done.stderr.decode().endswith("all.jsonl: File too large\n")
    assert [path.name for path in pages.parent.iterdir()] == ["pages"]


def test_ctrl_c_is_one_line_and_leaves_whole_files(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(20):
        (pages / f"{number:02}.html").write_text(page(number))
    out = tmp_path / "out"
    command = [sys.executable, "-c", SCRIPT, "clean", str(pages), "-", "-o", str(out)]
    # standard input stays open: the run cannot come to its end before the signal
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, start_new_session=True) as process:
        for _ in range(600):
            if len(list(out.rglob("*.txt"))) > 3:
                break
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=60)
        said = process.communicate()[1].decode()
    assert process.returncode == 130
    assert "stopped" in said
    assert "Traceback" not in said
    assert all(path.read_text().endswith(".\n") for path in out.rglob("*.txt"))
    assert not list(out.rglob("*.part"))


def test_nothing_in_a_page_steers_a_terminal_or_a_reader(clean, tmp_path):
    nasty = "=cmd()|x <script>alert(1)</script> [a](javascript:b) \x1b[31m \u202e \u2028 ]]> ***"
    escaped = nasty.replace("<", "&lt;")
    (tmp_path / "a.html").write_text(page(0, f"<p>{PARAGRAPHS[1]} {escaped} {PARAGRAPHS[2]}</p>"))
    (tmp_path / "\x1b[31mred\n.html").write_bytes(b"%PDF-")
    done = clean(".", "-o", "x.jsonl")
    assert b"\x1b" not in done.stderr
    assert "failed: ?[31mred" in done.stderr.decode()
    for form in ("txt", "md", "html", "xml", "jsonl", "csv"):
        text = clean("a.html", "-f", form).stdout.decode()
        assert "\x1b" not in text
        if form == "md":
            assert not re.search(r"(?<!\\)(\]\(|<script)", text)
        if form in {"html", "xml"}:
            assert "<script" not in text
        if form == "jsonl":
            assert len(text.splitlines()) == 1


def test_a_limit_of_time_reaches_the_worker(clean, tmp_path):
    (tmp_path / "a.html").write_text(page())
    assert clean("a.html", "--timeout", "0").returncode == 2
    assert clean("a.html", "--timeout", "60", "--memory", "2000", "--jobs", "2").returncode == 0
