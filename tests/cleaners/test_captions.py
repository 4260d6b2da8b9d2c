"""Captions are kept apart from the text: those of the article's pictures, not of others."""

from cleaners import Cleaner, Page

PARAGRAPH = (
    "<p>The ferry had been away for eleven weeks when it came back on Tuesday morning, to everybody's surprise.</p>"
)


def test_captions_of_the_articles_pictures_are_kept_apart_from_its_text():
    figure = "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>"
    teasers = "".join(f"<li><a href=/{n}>Another story, the {n}th of the day</a></li>" for n in range(12))
    page = Page.parse(
        f"<h1>Ferry returns to port</h1>{figure.format('The ferry at dawn. Photo: Ada Stone')}{PARAGRAPH * 2}"
        f"{figure.format('Waiting on the pier')}{PARAGRAPH * 2}<ul>{teasers}</ul>{figure.format('A cat elsewhere')}"
    )
    cleaned = Cleaner()(page)

    assert cleaned.captions == ("The ferry at dawn. Photo: Ada Stone", "Waiting on the pier")
    assert not [caption for caption in cleaned.captions if caption in cleaned.article.text]


def test_a_page_without_text_has_no_captions():
    assert Cleaner()(Page.parse("<figure><figcaption>A cat</figcaption></figure>")).captions == ()
