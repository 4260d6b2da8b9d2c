import re
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config import load, parse
from crawler.config.keys import KEYS
from crawler.config.lines import key_lines
from crawler.config.site import SiteConfig
from crawler.errors import MistakesError, SettingsError


def mistakes(document: str) -> list[str]:
    with pytest.raises(MistakesError) as error:
        parse(document)
    return [each.removeprefix("sites.toml: ") for each in error.value.mistakes]


def test_the_address_alone_makes_a_site():
    (site,) = parse('[[site]]\nurl = "https://www.news.test"').sites
    assert site == SiteConfig(url="https://www.news.test/")
    assert site.label == "news.test"


def test_every_key_is_read():
    (site,) = parse(
        """
        [defaults]
        delay = "2.5s"
        contact = "me@example.org"
        exclude = "/shop/"
        [[site]]
        url = "https://news.test/start"
        name = "News"
        urls = ["/a", "https://other.test/b"]
        feeds = "/feed.xml"
        sitemaps = ["https://news.test/sitemap.xml"]
        sections = ["/world", "/local"]
        discover = false
        include = ["/20\\\\d\\\\d/"]
        since = 2026-01-31
        until = "2026-02-28"
        delay = 500
        concurrency = 2
        budget = 10
        limit = 3
        interval = "6h"
        render = "auto"
        archive = false
        allow_hosts = ["127.0.0.1:8000", "[::1]:80"]
        """
    ).sites
    assert site == SiteConfig(
        url="https://news.test/start",
        name="News",
        urls=("https://news.test/a", "https://other.test/b"),
        feeds=("https://news.test/feed.xml",),
        sitemaps=("https://news.test/sitemap.xml",),
        sections=("https://news.test/world", "https://news.test/local"),
        discover=False,
        include=("/20\\d\\d/",),
        exclude=("/shop/",),
        since=date(2026, 1, 31),
        until=date(2026, 2, 28),
        delay=500.0,
        concurrency=2,
        budget=10,
        limit=3,
        interval=21600.0,
        render="auto",
        archive=False,
        allow_hosts=("127.0.0.1:8000", "[::1]:80"),
        contact="me@example.org",
    )


def test_every_mistake_is_told_at_once_with_line_and_key():
    found = mistakes(
        """[defaults]
dealy = "1s"
url = "https://news.test/"

[[site]]
url = "ftp://news.test/"
delay = "soon"
feeds = [
    "/feed.xml",
    "mailto:me",
]

[[site]]
name = "no address"
render = "yes"
[[site]]
url = "https://b.test/"
[[site]]
url = "https://b.test"
[[site]]
url = "https://www.b.test/sport"
[colour]
"""
    )
    assert found == [
        "line 2: dealy: no such key: did you mean delay?",
        "line 3: url: belongs into a [[site]], not into [defaults]",
        "line 6: url: must be an address that starts with https:// or http://, not 'ftp://news.test/'",
        'line 7: delay: must be a duration like "30s", "15m" or "6h", or a number of seconds, not \'soon\'',
        "line 8: feeds: must be an address that starts with https:// or http://, not 'mailto:me'",
        "line 13: a [[site]] without url",
        "line 15: render: must be true, false or \"auto\", not 'yes'",
        "line 19: url: the same as in line 17",
        "line 20: name: the site in line 16 is called 'b.test' too: give one a name",
        "line 22: colour: no such table or key here",
    ]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("delay = true", "must be a duration"),
        ("delay = -1", "must be a duration"),
        ("delay = inf", "must be a duration"),
        ("delay = nan", "must be a duration"),
        ('delay = "1 fortnight"', "must be a duration"),
        ("budget = 0", "must be a whole number of at least 1, not 0"),
        ("budget = 1.5", "must be a whole number"),
        ("limit = true", "must be a whole number of at least 1, not true"),
        ("archive = 1", "must be true or false, not 1"),
        ('archive = "no"', "must be true or false"),
        ('include = "("', "must be a regular expression"),
        ("include = [1]", "must be a text, not 1"),
        ('since = "yesterday"', "must be a date like 2026-01-31"),
        ("since = 2026-02-01\nuntil = 2026-01-01", "lies after until"),
        ('allow_hosts = ["localhost"]', "must be HOST:PORT"),
        ('allow_hosts = ["localhost:99999"]', "must be HOST:PORT"),
        ('name = ""', "must be a text"),
        ('name = "a\\nb"', "must be a text"),
        ('feeds = "https://me:secret@news.test/"', "must not hold a user name or password"),
        ('feeds = "//news.test/feed"', "must be an address"),
        ('feeds = "http://[::1/"', "must be an address"),
        ('feeds = "http://news.test:0/"', "must be an address"),
        ("render = 1", 'must be true, false or "auto"'),
        ("defaults.delay = 1", "no such key"),
    ],
)
def test_a_wrong_value_is_named(value, complaint):
    (found,) = mistakes(f'[[site]]\nurl = "https://news.test/"\n{value}')
    assert found.startswith("line 3: ")
    assert complaint in found
    assert "secret" not in found


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("", "no site in it"),
        ("[site]\nurl = 'https://news.test/'", "write [[site]] with two brackets"),
        ("site = 1", "write [[site]] with two brackets"),
        ("defaults = 1\n[[site]]\nurl = 'https://news.test/'", "write [defaults]"),
        ("url = 'https://news.test/'\n[[site]]\nurl = 'https://news.test/'", "no such table or key here"),
        ("[[site]]\nurl = ", "line 2"),
        ("[[site]]\nurl = 'https://a.test/'\nurl = 'https://b.test/'", "line 3"),
        ("x = " + "[" * 5000, ""),
    ],
)
def test_a_wrong_document_is_one_line_each(document, complaint):
    found = mistakes(document)
    assert len(found) == 1
    assert complaint in found[0]
    assert "\n" not in found[0]


def test_a_file_that_cannot_be_read_is_one_line(tmp_path):
    with pytest.raises(SettingsError, match="No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load(tmp_path / "bytes.toml")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_bytes('\ufeff[[site]]\r\nurl = "https://news.test/"\r\nbudget = 7\r\n'.encode())
    assert load(path).sites[0].budget == 7


def test_lines_of_everything_toml_can_write():
    document = '''
a = 1 # [not = "a bracket"
"b c".d = """
[[x]]
y = 1 \\" """"
e = [ # one
  "]", '[', { f = 1 },
]
[[site]] # a
g = \'\'\'
h = 1\'\'\'
[site.i]
j = {k = 1}
[[site]]
l = 1
'''
    tomllib.loads(document)
    assert key_lines(document) == {
        ("a",): 2,
        ("b c",): 3,
        ("b c", "d"): 3,
        ("e",): 6,
        ("e", 0): 6,
        ("e", 1): 6,
        ("e", 2): 6,
        ("e", 2, "f"): 6,
        ("site", 0): 9,
        ("site", 0, "g"): 10,
        ("site", 0, "i"): 12,
        ("site", 0, "i", "j"): 13,
        ("site", 0, "i", "j", "k"): 13,
        ("site", 1): 14,
        ("site", 1, "l"): 15,
    }


PIECES = st.sampled_from(
    [
        "[[site]]",
        "[defaults]",
        "url",
        "delay",
        "=",
        '"https://a.test/"',
        "1",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        '"""',
        "#",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_document_is_read_or_refused_in_lines(document):
    found = ("sites.toml: line 0: ",)
    try:
        parse(document)
    except MistakesError as error:
        found = error.mistakes
    assert all(re.match(r"sites\.toml: line \d+: ", each) for each in found)


def test_there_is_a_key_for_every_setting():
    assert {key.name for key in KEYS} == set(SiteConfig.__slots__)


def test_a_file_of_saved_pages_has_no_keys_of_the_web():
    document = '[defaults]\nrender = true\n[[site]]\nurl = "file:///srv/old pages"\nfeeds = "/feed"\nrender = "auto"\n'
    assert mistakes(document) == [
        "line 5: feeds: is for sites on the web, and this url is a file",
        "line 6: render: is for sites on the web, and this url is a file",
    ]
    (site,) = parse('[defaults]\nrender = true\n[[site]]\nurl = "file:///srv/old pages"\n').sites
    assert (site.url, site.label, site.render) == ("file:///srv/old%20pages", "file:///srv/old%20pages", False)


@pytest.mark.parametrize("url", ["file://elsewhere/a", "file:a", "file:///a#b"])
def test_a_file_is_named_by_its_whole_path(url):
    (mistake,) = mistakes(f'[[site]]\nurl = "{url}"')
    assert "must be a whole path like file:///home/me/pages" in mistake


def test_an_array_of_tables_that_nobody_knows_is_named_where_it_stands():
    assert mistakes('[[site]]\nurl = "https://a.example/"\n[[sites]]\nurl = "https://b.example/"\n') == [
        "line 3: sites: no such table or key here: did you mean site?"
    ]
