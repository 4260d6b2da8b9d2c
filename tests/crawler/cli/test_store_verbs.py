"""export, show and store, on a store that a test filled."""

import csv
import json
from datetime import UTC, datetime

import pyarrow.parquet
import pytest

from cleaners import Article
from crawler.cli import main
from crawler.store import Batch, Save, open_store, runs, work

URL = "https://daily.example/2026/the-bridge"


def save(store, text, **more):
    article = Article(url=URL, title="=cmd|' /C calc'!A0", text=text, tags=("a", "b"), site="The Daily", **more)
    whole = Save(
        article=article,
        canonical_url=URL,
        url=URL,
        host="daily.example",
        site="daily.example",
        fetched_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    with store.writing() as connection:
        run = runs.begin(connection, {"daily.example": "https://daily.example/"}, 1_800_000_000.0)
        work.apply(connection, work.Context(store.dialect, run.id, lambda each: None), Batch(saves=[whole]), 1.0)


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///news.db")
    save(store, "The bridge is closed.\n\nNobody knows why.")
    save(store, "The bridge is open.\n\nNobody knows why.", published=datetime(2026, 1, 5, tzinfo=UTC))
    store.close()
    return tmp_path


def test_json_lines_hold_the_record_of_the_newest_version(in_folder, capfd):
    assert main(["export"]) == 0
    (record,) = map(json.loads, capfd.readouterr().out.splitlines())
    assert list(record)[:3] == ["url", "canonical_url", "site"]
    assert list(record)[-4:] == ["fetched_at", "duplicate_of", "version", "gone"]
    assert (record["version"], record["published"]) == (2, "2026-01-05T00:00:00+00:00")


def test_closing_words_as_json(in_folder, capfd):
    assert main(["export", "--json", "-o", "all.jsonl"]) == 0
    assert json.loads(capfd.readouterr().err) == {"exported": 1}
    assert main(["store", "copy", "--json", "sqlite:///news.db", "sqlite:///other.db"]) == 0
    rows = dict(json.loads(line).values() for line in capfd.readouterr().out.splitlines())
    assert (rows["articles"], rows["versions"]) == (1, 1)


def test_all_versions_on_request(in_folder, capfd):
    assert main(["export", "--versions"]) == 0
    assert [json.loads(line)["version"] for line in capfd.readouterr().out.splitlines()] == [1, 2]


def test_a_table_that_no_spreadsheet_runs(in_folder):
    assert main(["export", "-o", "out.csv"]) == 0
    with (in_folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["title"].startswith("'=")
    assert row["version"] == "2"


def test_parquet_and_markdown(in_folder):
    assert main(["export", "-o", "out.parquet"]) == 0
    table = pyarrow.parquet.read_table(in_folder / "out.parquet")
    assert table.column("version").to_pylist() == [2]
    assert main(["export", "--format", "md", "-o", "out", "--versions"]) == 0
    assert sorted(path.name for path in (in_folder / "out" / "daily.example").iterdir()) == [
        "2026-the-bridge-v2.md",
        "2026-the-bridge.md",
    ]


def test_what_does_not_go_is_said_in_one_line(in_folder, capfd):
    assert main(["export", "--format", "md"]) == 2
    assert main(["export", "--store", "missing.db"]) == 3
    assert main(["export", "-o", "missing/out.jsonl"]) == 3
    assert main(["show", "https://daily.example/nothing"]) == 2
    assert main(["show"]) == 2
    assert capfd.readouterr().err.count("wirebrush: ") == 5


def test_show_the_article_its_changes_and_a_search(in_folder, capfd):
    assert main(["show", URL]) == 0
    assert "The bridge is open." in capfd.readouterr().out
    assert main(["show", URL, "--diff"]) == 0
    changes = capfd.readouterr().out.splitlines()
    assert [line for line in changes if line[:1] in "+-" and line[1:2] not in "+-"] == [
        "-The bridge is closed.",
        "+The bridge is open.",
    ]
    assert main(["show", "--search", "bridge open"]) == 0
    assert URL in capfd.readouterr().out
    assert main(["show", "--search", "closed"]) == 1


def test_check_and_recover(in_folder, capfd):
    assert main(["store", "check"]) == 0
    assert "sound" in capfd.readouterr().out
    assert main(["store", "recover", "-o", "saved.db"]) == 0
    assert main(["store", "recover", "-o", "saved.db"]) == 2
    assert main(["show", URL, "--store", "saved.db"]) == 0


def json_lines(capfd):
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_every_report_is_there_for_programs(in_folder, capfd):
    assert main(["status", "--json"]) == 0
    assert json_lines(capfd)[0]["site"] == "daily.example"
    assert main(["sites", "--json"]) == 0
    (site,) = json_lines(capfd)
    assert (site["url"], site["runs"], site["verdict"]) == ("https://daily.example/", 1, None)
    assert main(["store", "check", "--json"]) == 0
    assert json_lines(capfd)[0]["problems"] == []
    assert main(["show", URL, "--json"]) == 0
    assert [record["version"] for record in json_lines(capfd)] == [2]
    assert main(["show", URL, "--json", "--diff"]) == 0
    assert [record["version"] for record in json_lines(capfd)] == [1, 2]
    assert main(["show", "--json", "--search", "bridge"]) == 0
    assert [record["canonical_url"] for record in json_lines(capfd)] == [URL]
    assert main(["store", "recover", "-o", "saved.db", "--json"]) == 0
    assert {"name": "articles", "copied": 1, "lost": 0} in json_lines(capfd)
