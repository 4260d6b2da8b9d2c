import pytest

from crawler.discovery.classify import Shapes, classify, is_page, shape

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


SHAPES = [
    ("/s/77?b=1&a=2", "/s/0?a&b"),
    ("/n/bridge", "/n/{word}"),
    ("/n/bridge/", "/n/{word}"),
    ("/n/b7x.html", "/n/{code}.html"),
    ("/2026/01/05/the-bridge-is-open", "/0/0/0/{slug}"),
    ("/", ""),
]


@pytest.mark.parametrize(("path", "expected"), SHAPES)
def test_pages_of_one_template_have_one_shape(path, expected):
    assert shape("http://example.com" + path) == f"{expected}"


def test_learned_shapes_go_before_the_rules():
    known = Shapes((f"http://example.com/n/{name}", True) for name in ("bridge", "mill", "ferry", "tower"))
    assert classify("http://example.com/n/quay", known=known.are_articles) == "listing"
    known.learn("http://example.com/n/harbour", is_article=True)
    assert classify("http://example.com/n/quay", known=known.are_articles) == "article"
    assert classify("http://example.com/n/quay.pdf", known=known.are_articles) == "other"
    assert classify("http://example.com/m/quay", known=known.are_articles) == "listing"


def test_a_shape_that_mostly_lists_have_stays_with_the_rules():
    known = Shapes((f"http://example.com/n/{'a' * number}", number % 2 == 0) for number in range(1, 21))
    assert not known.are_articles("http://example.com/n/quay")
    known.learn("http://example.com/n/mill", is_article=True)
    assert known.are_articles("http://example.com/n/quay")
