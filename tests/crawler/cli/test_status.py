import json
import time

import pytest

from crawler.cli import main
from crawler.store import locks, open_store, runs


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/news.db")
    yield store
    store.close()


def begin(store, *sites):
    with store.writing() as connection:
        return runs.begin(connection, {site: f"https://{site}/" for site in sites}, time.time()).id


def status(store, capsys):
    assert main(["status", "--store", store.url, "--json"]) == 0
    return {record["site"]: record for record in map(json.loads, capsys.readouterr().out.splitlines())}


def test_a_run_is_running_stopped_or_done(store, capsys):
    done = begin(store, "done.test")
    with store.writing() as connection:
        runs.add(connection, store.dialect, done, {("done.test", "stored"): 3, ("done.test", "failed: HTTP 500"): 1})
        runs.judge(connection, done, "done.test", "no articles any more")
        runs.finish(connection, done, time.time())
    begin(store, "stopped.test")
    begin(store, "running.test")
    with store.writing() as connection:
        locks.claim(connection, store.dialect, locks.Owner(), ["running.test"], time.time())
    found = status(store, capsys)
    assert {site: record["state"] for site, record in found.items()} == {
        "done.test": "done",
        "running.test": "running",
        "stopped.test": "stopped",
    }
    assert found["done.test"]["counts"] == {"stored": 3, "failed: HTTP 500": 1}
    assert found["done.test"]["verdict"] == "no articles any more"


def test_table_is_plain_in_a_pipe(store, capsys):
    begin(store, "a.test")
    assert main(["status", "--store", store.url]) == 0
    out = capsys.readouterr().out
    assert out.split()[:2] == ["site", "last"]
    assert "\x1b" not in out


def test_a_store_that_is_not_there_is_one_line(tmp_path, capsys):
    assert main(["status", "--store", f"sqlite:///{tmp_path}/none.db"]) == 3
    assert "no such store" in capsys.readouterr().err
