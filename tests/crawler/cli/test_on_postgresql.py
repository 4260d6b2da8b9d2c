"""Every command does with a store on a server what it does with a file."""

import json
import re

import pytest

from crawler.cli import main
from crawler.store import open_store
from crawler.web.app import Settings, make_app

TestClient = pytest.importorskip("starlette.testclient").TestClient


@pytest.fixture
def url(new_database):
    return new_database()


def test_all_commands_from_crawl_to_serve(wirebrush, site, url, tmp_path):
    site.stories(3)
    table = wirebrush.crawl(site, "--store", url, "--archive", "raw")
    assert re.search(r"3 +3", table)
    site.put("/news/2026/01/05/about-the-bridge-number-0", site.story("bridge number 0", "A new paragraph. " * 9))
    wirebrush.crawl(site, "--store", url, "--archive", "raw")

    records = [json.loads(line) for line in wirebrush("export", "--store", url, "--format", "jsonl").splitlines()]
    assert sorted(record["title"] for record in records) == [f"All about the bridge-number-{n}" for n in range(3)]
    assert site.host in wirebrush("status", "--store", url)
    assert "bridge" in wirebrush("show", "--store", url, "--search", "bridge joints")
    assert "3  as they were" in wirebrush("reclean", "--store", url, "--archive", "raw", "--dry-run", "--jobs", "1")
    assert "sound" in wirebrush("store", "check", "--store", url)
    (tmp_path / "sites.toml").write_text(f'[[site]]\nurl = "{site.url}"\ndelay = 0\nallow_hosts = ["{site.host}"]\n')
    assert "0 stored" in wirebrush("watch", "sites.toml", "--store", url, "--once", "--shortest", "1", "--longest", "1")
    with TestClient(make_app(Settings(store=url)), base_url="http://127.0.0.1") as client:
        for address, words in {
            "/": "3 articles",
            "/articles": "bridge-number-2",
            "/articles?q=joints&order=best": "<mark>joints</mark>",
            "/article/1": "All about",
            "/sites": site.host,
        }.items():
            assert words in client.get(address).text, address


def test_only_files_are_recovered(url, capfd, tmp_path):
    open_store(url).close()
    assert main(["store", "recover", "--store", url, "-o", str(tmp_path / "saved.db")]) == 2
    assert "restore a database" in capfd.readouterr().err
