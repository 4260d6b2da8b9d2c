"""The rule steps on single lines: what they take, and what looks alike and must stay."""

import pytest

from cleaners import Article, CleanOptions, Page
from cleaners.context import Context
from cleaners.phrases import phrases, tables
from cleaners.steps import DEFAULT_STEPS
from cleaners.verdicts import Finding, Verdicts

STEPS = dict(DEFAULT_STEPS)


def dropped(step: str, page: Page, **meta: object) -> dict[str, str]:
    verdicts = Verdicts(len(page.blocks))
    context = Context(meta=Article(**meta), options=CleanOptions())
    return {page.blocks[found.block].text: found.reason for found in STEPS[step](page, verdicts, context)}


def html(*blocks: str) -> Page:
    return Page.parse("<html><body>" + "".join(blocks) + "</body></html>")


def lines(*texts: str) -> Page:
    return Page.from_text("\n".join(texts))


@pytest.mark.parametrize(
    "line",
    [
        "By John Beck",
        "By Ada Stone and Bo Lindqvist, Staff Writers".replace("Writers", "Writer"),
        "BY ADA STONE",
        "Von Henrike Osten und Malte Brehm",
        "Par Aline Carrel",
        "Por María del Río",
        "Di Carla Venturi",
        "Door Joris van der Meer",
        "Autor: Jan Kowal",
        "文:三浦 遥",
    ],
)
def test_a_byline_goes(line):
    assert dropped("byline", lines(line)) == {line: "byline"}


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the water had reached the church.",
        "By then nobody cared",
        "Von Berlin nach Moskau",
        "Por fin llegó la lluvia",
        "Di notte la città dorme",
        "Byron wrote it in one night",
        "By the Numbers:",
    ],
)
def test_a_sentence_that_opens_like_a_byline_stays(line):
    assert dropped("byline", lines(line)) == {}


def test_the_name_of_the_author_goes_but_not_as_a_list_entry():
    page = html("<p>Ada Stone</p>", "<ul><li>Ada Stone</li></ul>")

    assert dropped("byline", page, authors=("Ada Stone",)) == {"Ada Stone": "the author's name"}
    assert len(dropped("byline", html("<ul><li>Ada Stone</li></ul>"), authors=("Ada Stone",))) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Updated 3 May 2024, 10:12",
        "3. Mai 2024, 10:12 Uhr",
        "Publié le 1er juin 2024 à 7h00",
        "2024-05-03",
        "03/05/2024 - 18:20",
        "Publicado el 3 de mayo de 2024 a las 10:00",
        "2024年5月3日 10時12分",
        "May 3, 2024 | 5 min read",
        "Opublikowano: 3 maja 2024, godz. 12:00",
    ],
)
def test_a_dateline_goes(line):
    assert dropped("dateline", lines(line)) == {line: "date of publication"}


@pytest.mark.parametrize("line", ["May 2024", "1984", "12:40", "3 May 2024 was a cold day", "Chapter 3", "10 May"])
def test_what_is_no_full_date_or_more_than_a_date_stays(line):
    found = dropped("dateline", lines(line))

    assert found == ({line: "date of publication"} if line == "10 May" else {})


def test_a_chronicle_keeps_its_dates():
    days = [f"{day} May 2024" for day in range(1, 6)]

    assert dropped("dateline", lines(*days)) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Follow Ada Stone on Twitter: @ada_example", "asks to follow an account"),
        ("Sign up for our newsletter and never miss a thing", "newsletter prompt"),
        ("Lesen Sie auch: Was der Umbau kostet", "points to another article"),
        ("À lire aussi : le dernier meunier", "points to another article"),
        ("Lee también: la lluvia no llega", "points to another article"),
        ("Leia também", "points to another article"),
        ("Leggi anche: il ponte chiuso", "points to another article"),
        ("Czytaj też: most zamknięty", "points to another article"),
        ("Lees ook: brug dicht", "points to another article"),
        ("続きを読む", "points to another article"),
        ("Have a tip? Write to us.", "asks for tips or feedback"),
        ("ADVERTISEMENT", "advertising label"),
        ("We use cookies to make this site better.", "cookie or legal notice"),
    ],
)
def test_a_prompt_goes_with_its_reason(line, reason):
    assert dropped("prompts", lines(line)) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, his teacher used to say.",
        "Sign up for the race closed on Friday with 400 names.",
        "Read more slowly and you will see it.",
        "Registration opens in May.",
        "Related costs rose by a third.",
        "More news came in the night, and none of it was good.",
        "Sharing a house with six others is not for everybody.",
        "Photography is not allowed.",
        "Commentators were divided.",
    ],
)
def test_a_sentence_that_opens_like_a_stock_phrase_stays(line):
    assert {
        **dropped("prompts", lines(line)),
        **dropped("credits", lines(line)),
        **dropped("end_markers", lines(line)),
    } == {}


@pytest.mark.parametrize(
    "line", ["Photo by Ines Marlow/AP", "Foto: dpa", "(c) Reuters", "© AFP", "Fot. Jan Kowal", "写真:町役場"]
)
def test_a_photo_credit_goes(line):
    assert dropped("credits", lines(line)) == {line: "photo credit"}


def test_a_caption_goes_by_its_markup():
    page = html(
        "<figure><figcaption><p>Rain over the square</p></figcaption></figure><p>Rain over the square again</p>"
    )

    assert dropped("credits", page) == {"Rain over the square": "caption of a figure"}


def test_the_headline_goes_however_often_a_line_repeats_it():
    page = lines("Old bridge to stay", "Old bridge to stay Old bridge to stay", "The old bridge is to stay, they said.")

    assert list(dropped("headline", page, title="Old bridge to stay")) == [
        "Old bridge to stay",
        "Old bridge to stay Old bridge to stay",
    ]


def test_the_headline_stays_as_an_entry_of_a_list():
    page = html("<ul><li>Old bridge to stay</li></ul>")

    assert dropped("headline", page, title="Old bridge to stay") == {}


PROSE = (
    "The bridge will stay where it is, the mayor said on Monday, and nobody in the hall seemed to be surprised by it. "
    * 3
)


def test_all_that_stands_behind_an_end_marker_goes():
    page = lines(PROSE, "In The News", "Frost takes the cherries", "Night trains are back")

    assert list(dropped("end_markers", page)) == ["In The News", "Frost takes the cherries", "Night trains are back"]


def test_a_marker_between_paragraphs_takes_only_itself():
    page = lines(PROSE, "Related", "Frost takes the cherries", PROSE)

    assert list(dropped("end_markers", page)) == ["Related"]


def test_comments_go_even_where_they_are_long():
    page = lines(PROSE, "12 Comments", PROSE, PROSE)

    assert len(dropped("end_markers", page)) == 2  # one marker, and one text twice


def test_a_marker_above_the_text_ends_nothing():
    page = lines("Latest", "Politics", PROSE)

    assert list(dropped("end_markers", page)) == ["Latest"]


def test_widgets_go_by_name_unless_the_article_lives_in_one():
    shared = '<div class="social-share"><p>Pass it on</p></div>'

    assert dropped("widgets", html(f"<div><p>{PROSE}</p></div>", shared)) == {"Pass it on": "share or follow buttons"}
    assert dropped("widgets", html(f'<div class="related-content"><p>{PROSE}</p></div>')) == {}
    assert dropped("widgets", Page.parse(f'<html><body class="social-share"><p>{PROSE}</p></body></html>')) == {}


def test_long_runs_and_deep_pages_stay_cheap():
    page = html("<p>" + "read more " * 30_000 + "</p>", "<div>" * 3_000 + "<p>By Ada Stone</p>" + "</div>" * 3_000)

    for name in ("widgets", "headline", "byline", "dateline", "credits", "prompts", "end_markers", "no_article"):
        dropped(name, page, title="Read more", authors=("Ada Stone",))


def test_every_language_knows_every_kind():
    kinds = {"prompts", "end", "credits", "byline", "date", "no_article"}

    assert len(tables("phrases")) >= 9
    assert all(kinds <= set(table) for table in tables("phrases"))


@pytest.mark.parametrize("kind", ["prompts", "end", "credits", "no_article"])
def test_every_phrase_matches_itself(kind):
    for table in tables("phrases"):
        for sort, entries in table[kind].items():
            for entry in entries:
                line = entry.replace("*", " x ").replace("#", "12").strip()
                assert phrases(kind).sort(line), (kind, sort, entry)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Stone · 3 May 2024 · 5 min read",
        "Von Anselm Vogt · 9. Juni 2024 · Lesezeit 2 Minuten",
        "Par Aline Carrel | 1er juin 2024 à 7h00",
        "By Ada Stone - Updated 10:12",
    ],
)
def test_a_byline_with_its_date_goes(line):
    assert dropped("byline", lines(line)) == {line: "byline"}


@pytest.mark.parametrize(
    "line",
    [
        "The piano of 1903, folded. Photograph: Aldo Ferrant",
        "Der Anlauf beginnt auf dem Dach. Foto: Peter Kneffel/dpa",
        "A heron over the square (Photo by Lea Stone)",
    ],
)
def test_a_caption_goes_by_the_credit_at_its_end(line):
    assert dropped("credits", lines(line)) == {line: "caption with its credit"}


@pytest.mark.parametrize(
    "line", ["He sent a photo by mail to everybody he knew", "She wrote one word below the photo: enough"]
)
def test_a_sentence_that_speaks_of_photos_stays(line):
    assert dropped("credits", lines(line)) == {}


def test_a_row_of_buttons_goes():
    assert dropped("prompts", lines("Share Tweet Email")) == {"Share Tweet Email": "share or print control"}
    assert dropped("prompts", lines("Share the bread")) == {}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (lines("Page not found", "Sorry, nobody knows where it went."), "an error page, not an article"),
        (lines("お探しのページは見つかりません", "トップへ戻る"), "an error page, not an article"),
        (html("<h1>Anmelden</h1><p>Geben Sie Ihr Passwort ein.</p>"), "a login page, not an article"),
        (
            html("<h2>Attention Required!</h2><p>You have to wait for a little while.</p>"),
            "a check for robots, not an article",
        ),
        (html("<h1>Rain in pictures</h1><p>Drops</p>"), "no running text"),
    ],
)
def test_a_page_without_article_says_what_it_is(page, reason):
    assert set(dropped("no_article", page).values()) == {reason}


@pytest.mark.parametrize(
    "page",
    [
        html("<h1>Page not found</h1>", f"<p>{PROSE}</p>", f"<p>{PROSE}</p>", f"<p>{PROSE}</p>"),
        html(f"<h1>Old bridge to stay</h1><h2>Log in</h2><p>{PROSE}</p>"),
        lines("Old bridge to stay", "It will not be torn down before the winter is over."),
        html(f"<h1><a href='/a'>A linked headline of the very page</a></h1><p>{PROSE[:120]}</p><p>{PROSE}</p>"),
    ],
)
def test_a_page_with_text_is_an_article(page):
    assert dropped("no_article", page) == {}


def test_boxes_of_teasers_are_a_list_at_whatever_address_and_a_single_box_is_none():
    teaser = '<div><h3><a href="/{0}">The {0} was closed on Tuesday</a></h3><p>What the {0} {1}</p></div>'
    rest = "was built for nobody could say, and nobody was asked on that night."
    boxes = [teaser.format(name, rest) for name in ("bridge", "harbour", "ferry", "school")]
    address = "https://daily.example/topics/the-war-in-the-north"
    listing = Page.parse(f"<html><body>{''.join(boxes)}</body></html>", url=address)
    assert set(dropped("no_article", listing).values()) == {"a section page: a list of teasers, not an article"}
    assert dropped("no_article", Page.parse(f"<html><body>{boxes[0]}</body></html>", url=address)) == {}


def test_linked_headlines_among_short_texts_are_a_list_whatever_box_they_stand_in():
    teaser = '<h3><a href="/{0}">The {0} was closed on Tuesday night</a></h3><p>What the {0} was for nobody said.</p>'
    names = "bridge harbour ferry school river lamp tower market".split()

    found = dropped("no_article", html(*(teaser.format(name) for name in names)))
    assert set(found.values()) == {"a section page: a list of teasers, not an article"}
    assert dropped("no_article", html(*(teaser.format(name) for name in names[:7]))) == {}


def test_a_long_line_that_opens_as_a_time_is_no_time_and_costs_none():
    page = lines(*["12:40" + "-" * 100_000 + "x", "The bridge was closed."] * 3)
    verdicts = Verdicts(len(page.blocks))
    verdicts.apply("main_content", (Finding(at, keep=False, reason="") for at in (0, 2, 4)))
    context = Context(meta=Article(), options=CleanOptions())

    assert list(STEPS["entry_times"](page, verdicts, context)) == []
