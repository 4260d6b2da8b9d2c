import subprocess
import sys

import pytest

from crawler.cli import main
from crawler.config import SiteConfig, load
from crawler.config.edit import add_site, entry
from crawler.demo import demo_sites
from crawler.errors import SettingsError
from crawler.probe import _offered
from crawler.store import Found, frontier, open_store, runs


def run_of(store, site, counts, verdict=None):
    with store.writing() as connection:
        run = runs.begin(connection, {site: f"https://{site}/"}, 1_772_000_000.0)
        runs.add(connection, store.dialect, run.id, {(site, name): n for name, n in counts.items()})
        runs.judge(connection, run.id, site, verdict)
        runs.finish(connection, run.id, 1_772_000_060.0)


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path}/news.db"
    store = open_store(url)
    yield store
    store.close()


def test_the_health_of_every_site_is_shown(store, capsys):
    run_of(store, "good.test", {"found": 9, "stored": 8})
    run_of(store, "bad.test", {"found": 3}, "none of 3 pages gave an article")
    assert main(["sites", "--store", store.url]) == 1
    shown = capsys.readouterr().out
    assert "looks broken: none of 3 pages gave an article" in shown
    assert "works" in shown


def test_a_site_that_recovered_works(store, capsys):
    run_of(store, "news.test", {"found": 3}, "none of 3 pages gave an article")
    run_of(store, "news.test", {"found": 3, "stored": 3})
    assert main(["sites", "--store", store.url]) == 0
    assert "broken" not in capsys.readouterr().out


def test_a_store_that_is_not_there_is_one_line(tmp_path, capsys):
    assert main(["sites", "--store", f"sqlite:///{tmp_path}/none.db"]) == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_check_says_what_a_crawl_would_do(tmp_path, capsys):
    path = tmp_path / "sites.toml"
    path.write_text(
        '[[site]]\nurl = "https://news.test/"\nfeeds = "/feed"\nexclude = "/shop/"\nsince = 2026-01-01\nlimit = 9'
    )
    assert main(["sites", "check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "news.test: https://news.test/" in shown
    assert "reads feeds: https://news.test/feed" in shown
    assert "no addresses that hold /shop/" in shown
    assert "only articles from 2026-01-01 to today" in shown


def test_check_tells_every_mistake_on_a_line_of_its_own(tmp_path, capsys):
    path = tmp_path / "sites.toml"
    path.write_text('[[site]]\nurl = "news.test"\ndealy = 1\n')
    assert main(["sites", "check", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.rpartition("sites.toml: ")[2].split(":")[0] for line in lines] == ["line 2", "line 3"]


def test_adding_keeps_the_file_as_it_is(tmp_path):
    path = tmp_path / "sites.toml"
    before = '# mine\n[defaults]\ndelay = "2s"   # slow\n\n[[site]]\nurl = "https://a.test/"'
    path.write_text(before)
    add_site(path, SiteConfig(url="https://b.test/", name='B "quoted"', feeds=("https://b.test/f",), discover=False))
    assert path.read_text().startswith(before + "\n\n[[site]]\n")
    first, second = load(path).sites
    assert (first.delay, second.delay) == (2.0, 2.0)
    assert second.name == 'B "quoted"'
    assert second.feeds == ("https://b.test/f",)
    assert not second.discover
    with pytest.raises(SettingsError, match="is in it already"):
        add_site(path, SiteConfig(url="https://b.test/"))


def test_a_file_that_nothing_can_follow_stays_as_it_is(tmp_path):
    path = tmp_path / "sites.toml"
    before = 'site = [{url = "https://a.test/"}]\n'
    path.write_text(before)
    with pytest.raises(SettingsError, match="by hand"):
        add_site(path, SiteConfig(url="https://b.test/"))
    assert path.read_text() == before


def test_a_site_that_is_in_the_file_is_not_even_looked_at(tmp_path, capsys, monkeypatch):
    path = tmp_path / "sites.toml"
    path.write_text('[[site]]\nurl = "https://b.test/"\n')
    monkeypatch.setattr("crawler.probe.probe", None)
    assert main(["sites", "add", "b.test", "--file", str(path)]) == 2
    assert "b.test is in it already" in capsys.readouterr().err


def test_a_sitemap_that_waits_is_offered_unless_it_is_a_guess(store):
    rows = [("a.xml", {}), ("b.xml", {"guess": True})]
    found = [Found(url=url, site="s", origin="o", kind="sitemap", priority=50, hints=hints) for url, hints in rows]
    with store.writing() as connection:
        frontier.discover(connection, store.dialect, found, lambda _: None)
        assert _offered(connection, "sitemap") == ("a.xml",)


def test_add_looks_at_the_site_and_writes_what_it_found(tmp_path):
    path = tmp_path / "sites.toml"
    with demo_sites() as (site, *_):
        command = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]
        command += ["sites", "add", site.url, "--file", str(path), "--allow-host", site.host]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "5 fetched and cleaned" in done.stdout
    assert done.stderr == ""
    assert load(path).sites == (SiteConfig(url=site.url, feeds=(f"{site.url}rss",), allow_hosts=(site.host,)),)


def test_an_entry_holds_what_is_not_the_default():
    assert entry(SiteConfig(url="https://a.test/")) == '[[site]]\nurl = "https://a.test/"\n'
