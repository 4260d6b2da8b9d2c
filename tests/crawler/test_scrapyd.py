"""Plain Scrapyd runs the spider like any other: `pip install 'scrapyd>=1.6' 'setuptools<81'`."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from crawler.store import open_store, records

SCRAPYD = Path(sys.executable).parent / "scrapyd"
pytestmark = pytest.mark.skipif(not SCRAPYD.exists(), reason="needs pip install 'scrapyd>=1.6' 'setuptools<81'")
SECONDS = 240


@pytest.fixture
def scrapyd(tmp_path):
    """Its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.2\n"
    (tmp_path / "scrapy.cfg").write_text(f"{config}[settings]\nwirebrush = crawler.settings\n")
    log = (tmp_path / "scrapyd.log").open("wb")
    with log, subprocess.Popen([str(SCRAPYD)], cwd=tmp_path, stdout=log, stderr=log) as process:
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def ask(address, **fields):
    data = urlencode(fields, doseq=True).encode() if fields else None
    end = time.monotonic() + SECONDS
    while True:
        try:
            with urlopen(address, data, timeout=SECONDS) as answer:
                return json.loads(answer.read())
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_scrapyd_runs_a_crawl(scrapyd, site, tmp_path):
    site.stories(3)
    settings = [
        f"WIREBRUSH_STORE=sqlite:///{tmp_path}/news.db",
        f"WIREBRUSH_ALLOW_HOSTS={site.host}",
        "DOWNLOAD_DELAY=0",
    ]
    started = ask(f"{scrapyd}/schedule.json", project="wirebrush", spider="news", url=site.url, setting=settings)
    assert started["status"] == "ok", started
    while not ask(f"{scrapyd}/listjobs.json?project=wirebrush")["finished"]:
        time.sleep(0.2)
    store = open_store(f"sqlite:///{tmp_path}/news.db", create=False)
    with store.reading() as connection:
        assert len(list(records.read(connection, records.Wanted()))) == 3
    store.close()
