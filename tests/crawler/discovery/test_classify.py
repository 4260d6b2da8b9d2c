import pytest

from crawler.discovery.classify import classify, is_page, learn_shapes, shape

CASES = [
    ("/", "", "listing"),
    ("/section/politics", "", "listing"),
    ("/politik/inland", "Inland", "listing"),
    ("/tag/bridge", "", "listing"),
    ("/2026/01/", "", "listing"),
    ("/2026/01/02/", "", "listing"),
    ("/many/?page=3", "", "listing"),
    ("/news/2026/01/02/story-0001", "", "article"),
    ("/2026/jan/02/bridge", "", "article"),
    ("/politik/bruecke-wird-nach-elf-wochen-wieder-freigegeben", "", "article"),
    ("/wirtschaft/a-1234567.html", "", "article"),
    ("/news/world-europe-67890123", "", "article"),
    ("/index.php?p=123", "", "article"),
    ("/article/1234", "", "article"),
    ("/local/bridge", "The bridge reopened after eleven weeks", "article"),
    ("/local/bridge", "Bridges", "listing"),
    ("/news/the-bridge-is-open-again/amp", "App", "article"),
    ("/impressum", "", "other"),
    ("/account/login", "", "other"),
    ("/files/report.pdf", "", "other"),
]


@pytest.mark.parametrize(("path", "anchor", "kind"), CASES)
def test_kind_by_shape_and_anchor(path, anchor, kind):
    assert classify("http://example.com" + path, anchor) == kind


def test_files_are_no_pages():
    assert not is_page("http://example.com/a.JPG")
    assert is_page("http://example.com/a.html")
    assert is_page("http://example.com/.pdf/x")


def test_learned_shapes_go_before_the_rules():
    pages = [(f"http://example.com/s/{number}", "article") for number in range(6)]
    known = learn_shapes(pages)
    assert classify("http://example.com/s/77") == "listing"
    assert classify("http://example.com/s/77", known=known) == "article"
    assert learn_shapes(pages[:3]) == {}
    assert shape("http://example.com/s/77?b=1&a=2") == "/s/0?a&b"
