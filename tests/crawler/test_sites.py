"""The sites of a crawl that nobody wrote into a file of sites."""

import pytest

from crawler.errors import MistakesError, SettingsError
from crawler.sites import from_lists, from_urls
from crawler.spiders.leads import starts


def test_a_bare_name_that_is_a_file_too_is_asked_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.example").mkdir()
    with pytest.raises(SettingsError, match=r"write \./news\.example for the file"):
        from_urls(["news.example"])
    (site,) = from_urls(["./news.example"])
    assert site.url == (tmp_path / "news.example").as_uri()


def test_of_a_list_of_addresses_nothing_else_is_fetched(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("# ours\nhttps://a.example/1\n\nhttps://b.example/2\nhttps://a.example/3\nhttps://a.example/1\n")
    sites = from_lists([path])
    assert [(site.url, site.urls) for site in sites] == [
        ("https://a.example/", ("https://a.example/1", "https://a.example/3")),
        ("https://b.example/", ("https://b.example/2",)),
    ]
    assert [found.url for found in starts("a", sites[0])] == ["https://a.example/1", "https://a.example/3"]


def test_every_line_of_a_list_that_is_no_address_is_named(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("https://a.example/1\nftp://a.example/2\na.example\n")
    with pytest.raises(MistakesError) as error:
        from_lists([path])
    assert [line.partition(": must")[0] for line in error.value.lines] == [f"{path}: line 2", f"{path}: line 3"]
    with pytest.raises(SettingsError, match="No such file"):
        from_lists([tmp_path / "none.txt"])
