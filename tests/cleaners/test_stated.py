import json

from cleaners import Cleaner, Page

PARAGRAPHS = [
    f"In part {part} of its report the council says that the ferry runs all winter and that fares stay as they are."
    for part in ("one", "two", "three", "four", "five")
]
BODY = "\n\n".join(PARAGRAPHS)


def cleaned(shown: str, body: str = BODY):
    stated = json.dumps({"@type": "NewsArticle", "headline": "Ferry runs all winter", "articleBody": body})
    head = f'<title>Ferry runs all winter</title><script type="application/ld+json">{stated}</script>'
    page = f"<html><head>{head}</head><body><nav><a href='/'>Home</a></nav><main>{shown}</main></body></html>"
    return Cleaner()(Page.parse(page, url="https://porthole.example/ferry-runs-all-winter"))


def test_a_body_that_only_scripts_would_show_is_taken_from_the_metadata():
    found = cleaned("<div id='root'></div>")
    assert found.article.text == BODY
    assert {judged.step for judged in found.kept} == {"hidden_body"}
    assert [judged.block.text for judged in found.removed] == ["Home"]


def test_a_teaser_gives_way_to_the_whole():
    found = cleaned(f"<p>{PARAGRAPHS[0]}</p>")
    assert found.article.text == BODY
    assert (PARAGRAPHS[0], "hidden_body") in {(judged.block.text, judged.step) for judged in found.removed}


def test_a_body_that_the_page_shows_is_taken_from_the_page():
    found = cleaned("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))
    assert found.article.text == BODY
    assert "hidden_body" not in {judged.step for judged in found.kept}


def test_a_few_stated_words_are_no_body():
    assert cleaned("<div id='root'></div>", "Subscribe to read on.").article.text == ""


def test_tags_and_entities_in_a_stated_body_are_resolved():
    body = "".join(f"<p>{paragraph} &amp; more.</p>" for paragraph in PARAGRAPHS)
    assert cleaned("", body).article.text == "\n\n".join(f"{paragraph} & more." for paragraph in PARAGRAPHS)
