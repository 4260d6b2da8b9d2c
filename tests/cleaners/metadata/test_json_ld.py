import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.metadata.graph import Graph
from cleaners.metadata.json_ld import MAX_NODES, MAX_SCRIPT, MAX_TOTAL, read_scripts

ARTICLE = '{"@type": "NewsArticle", "headline": "Rain in May"}'


def headlines(*scripts: str) -> list[object]:
    return [node["headline"] for node in read_scripts(scripts) if "headline" in node]


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebPage"}}, {ARTICLE}]}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/ {ARTICLE} /*]]>*/",
        f"\ufeff {ARTICLE};",
        '{"@type": "NewsArticle", "headline": "Rain in May",}',
        '{"@type": ["NewsArticle", ], "headline": "Rain in May", }',
        ARTICLE.replace('"', "&quot;"),
        '{"@type": "NewsArticle", "description": "a\nb\tc", "headline": "Rain in May"}',
        '{"@type": "NewsArticle", "description": "C:\\path", "headline": "Rain in May"}',
        '{"@type": "NewsArticle", "description": "a\\\\d \\u12", "headline": "Rain in May"}',
        f'{{"@type": "WebSite"}} {ARTICLE}',
        '{"@type": "NewsArticle", "headline": "Rain in May", "description": "a "quoted" word"}',
        '{"@type": "NewsArticle", "headline": "Rain in May", "description": "cut',
    ],
)
def test_broken_scripts_are_mended(script: str) -> None:
    assert headlines(script) == ["Rain in May"]


def test_a_script_beyond_repair_does_not_hurt_the_next() -> None:
    assert headlines("{{{{", "", "null", "3", ARTICLE) == ["Rain in May"]


def test_outer_nodes_come_before_inner_ones() -> None:
    script = '{"@type": "A", "headline": "1", "part": {"headline": "2", "part": [{"headline": "3"}]}, '
    script += '"x": {"headline": "4"}}'
    assert headlines(script) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "script",
    [
        "\\" * 41_000, '{"headline": "' + "\\" * 41_000, "[" * 200_000, '{"a":' * 100_000, '"' * 300_000,
        "1 " * 300_000,
        ", " * 200_000, "&quot;" * 100_000, '{"a": ' + "9" * 10_000 + "}", '{"author": [{' * 30_000, "{} " * 200_000,
    ],
)  # fmt: skip
def test_hostile_scripts_end(script: str) -> None:
    assert len(read_scripts([script])) <= MAX_NODES


def test_scripts_over_the_limit_are_not_read() -> None:
    padding = " " * MAX_SCRIPT
    assert headlines(ARTICLE + padding) == []
    assert headlines(*["[]" + " " * (MAX_SCRIPT - 2)] * (MAX_TOTAL // MAX_SCRIPT), ARTICLE) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["@type", "@id", "name", "author", "url"]), inner),
    max_leaves=20,
)  # fmt: skip


@given(json_values, st.text(max_size=20))
def test_any_shape_of_values_can_be_asked(value: object, title: str) -> None:
    graph = Graph(read_scripts([json.dumps(value), '{"@type": "Article", "author": ' + json.dumps(value) + "}"]), title)
    assert isinstance(graph.first("headline"), str)
    assert all(isinstance(name, str) for name in graph.names("author"))
    assert list(graph.values("author")) is not None


@given(st.text(alphabet='{}[]",:\\ \n@typeheadlin&quo;<!->', max_size=200))
def test_any_text_can_be_read(script: str) -> None:
    assert isinstance(read_scripts([script]), tuple)


def test_the_article_is_the_one_that_the_title_names() -> None:
    other = '{"@type": "NewsArticle", "headline": "Snow in June"}'
    assert Graph(read_scripts([other, ARTICLE]), "Rain in May | The Site").article["headline"] == "Rain in May"
    assert Graph(read_scripts([other, ARTICLE]), "Something else").article["headline"] == "Snow in June"


def test_references_are_followed_but_not_in_circles() -> None:
    script = """{"@graph": [{"@type": "Article", "author": {"@id": "#ada"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Lovelace", "author": {"@id": "#ada"}}]}"""
    assert Graph(read_scripts([script]), "").names("author") == ["Ada Lovelace"]
    circle = Graph(read_scripts(['{"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}']), "")
    assert isinstance(circle.names("author"), list)


def test_organisations_are_told_from_people() -> None:
    script = """{"@type": "https://schema.org/NewsArticle", "author": [
        {"@type": "NewsMediaOrganization", "name": "The Site"}, {"@type": "Person", "name": "Ada Lovelace"}]}"""
    graph = Graph(read_scripts([script]), "")
    assert graph.names("author") == ["Ada Lovelace"]
    assert graph.names("author", organisations=True) == ["The Site"]
