import signal
import sqlite3
import time
import urllib.error
import urllib.request
from contextlib import closing
from types import SimpleNamespace

import pytest

from crawler.alerts import Sender
from crawler.config import SiteConfig
from crawler.errors import BusyError, MistakesError
from crawler.store import open_store
from crawler.watch.metrics import Metrics, serve
from crawler.watch.rhythm import Bounds
from crawler.watch.sites_file import SitesFile
from crawler.watch.watch import STORE_SECONDS, Options, Watch
from crawler.watch.worker import Ended


@pytest.fixture
def file(site, tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text(f'[[site]]\nurl = "{site.url}"\ndelay = 0\nallow_hosts = ["{site.host}"]\n')
    return path


def wait_for(process, word):
    for line in process.stdout:
        if word in line:
            return line
    raise AssertionError(f"{word!r} was never said: {process.stderr.read()}")


def test_one_round_crawls_what_is_due_and_tells_of_a_change_once(site, wirebrush, file, tmp_path):
    site.stories(3)
    told = tmp_path / "told"
    script = tmp_path / "tell.sh"
    script.write_text(f'#!/bin/sh\necho "$WIREBRUSH_TEXT" | head -1 >> {told}\n')
    script.chmod(0o755)
    arguments = ["watch", str(file), "--once", "--shortest", "1", "--longest", "1", "--alert-command", str(script)]
    assert "3 stored" in wirebrush(*arguments)
    site.answers.clear()
    for _ in range(2):
        time.sleep(1.2)  # until the next run is due
        wirebrush(*arguments, code=1)
    assert told.read_text().splitlines() == [f"wirebrush: {site.host} looks broken"]
    site.stories(4)
    time.sleep(1.2)
    wirebrush(*arguments)
    assert told.read_text().splitlines()[1:] == [f"wirebrush: {site.host} works again"]


def test_a_watch_answers_keeps_others_out_and_ends_when_told(site, wirebrush, file):
    site.stories(2)
    process = wirebrush.start("watch", str(file), "--listen", site.host, "--longest", "1h")
    assert "name another address" in process.communicate(timeout=60)[1]
    process = wirebrush.start("watch", str(file), "--longest", "1h")
    try:
        wait_for(process, "2 stored")
        wirebrush("watch", str(file), code=3)
        assert "already watched by" in wirebrush.errors
        file.write_text("nonsense")
        assert "(the sites stay as they were)" in wait_for(process, "line 1")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_run_in_progress_ends_with_the_watch(site, wirebrush, file):
    site.stories(2)
    slow = []

    def body():
        slow.append(1)
        time.sleep(3)
        return "never read"

    site.put("/", body)
    process = wirebrush.start("watch", str(file))
    try:
        while not slow:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


def test_the_file_is_read_again_unless_it_has_mistakes(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text("[[site]]\n")
    with pytest.raises(MistakesError):
        SitesFile(path)
    path.write_text('[[site]]\nurl = "https://a.example/"\n')
    file = SitesFile(path)
    assert file.reload() == (False, ())
    path.write_text('[[site]]\nurl = "https://b.example/"\ninterval = "5m"\n')
    assert file.reload() == (True, ())
    assert file.sites == {"b.example": SiteConfig(url="https://b.example/", interval=300.0)}
    path.write_text("[[site]]\nurl = 1\n")
    changed, (mistake,) = file.reload()
    assert not changed
    assert "line 2" in mistake
    assert list(file.sites) == ["b.example"]
    path.unlink()
    assert file.reload()[0] is False


def test_a_store_that_is_locked_is_tried_again(tmp_path):
    sites = tmp_path / "sites.toml"
    sites.write_text('[[site]]\nurl = "https://a.example/"\n')
    store = open_store(f"sqlite:///{tmp_path / 'news.db'}?timeout=0.01")
    options = Options(store=store.url, archive=None, bounds=Bounds(600, 6000), at_once=0)
    said = []
    watch = Watch(options, SitesFile(sites), store, Sender(store, []), said.append)
    with closing(sqlite3.connect(tmp_path / "news.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert watch.tick() == STORE_SECONDS
        assert "another program is writing to it" in said[0]
        other.execute("ROLLBACK")
    with pytest.raises(BusyError):  # it never had the lock that it renews
        watch.tick()
    store.close()


def test_a_round_after_which_files_of_the_archive_wait_says_so(tmp_path):
    sites = tmp_path / "sites.toml"
    sites.write_text('[[site]]\nurl = "https://a.example/"\ninterval = "1d"\n')
    said = []
    with closing(open_store(f"sqlite:///{tmp_path / 'news.db'}")) as store:
        options = Options(store=store.url, archive="s3://a/b", bounds=Bounds(600, 6000), once=True)
        watch = Watch(options, SitesFile(sites), store, Sender(store, []), said.append)
        watch._plan_all()
        ended = Ended({"stored": 1}, finished=True, waiting=["archive: 1 files wait"])
        watch._finish(SimpleNamespace(site="a.example", result=lambda: ended, began=0.0))
        assert said[1:] == ["archive: 1 files wait"]
        watch.signals.ending.set()
        assert watch.run() == 1


def get(server, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


def test_health_and_metrics_are_served():
    now = [0.0]
    metrics = Metrics(clock=lambda: now[0])
    metrics.beat()
    metrics.ended("a.example", Ended({"stored": 3, "empty: no text": 2}, finished=True), 1.5)
    metrics.forget("never.seen")
    server = serve(metrics, "127.0.0.1", 0)
    try:
        assert get(server, "/healthz") == (200, "ok\n")
        numbers = get(server, "/metrics")[1]
        assert 'wirebrush_watch_pages_total{outcome="empty",site="a.example"} 2.0' in numbers
        assert 'wirebrush_watch_runs_total{outcome="done",site="a.example"} 1.0' in numbers
        assert get(server, "/")[0] == 404
        now[0] = 100.0
        assert get(server, "/healthz")[0] == 503
    finally:
        server.shutdown()
        server.server_close()
