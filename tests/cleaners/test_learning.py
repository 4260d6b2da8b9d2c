"""Learning a site from its pages: what recurs goes, what belongs to one or two articles stays."""

import itertools
import json
from dataclasses import replace

import pytest

from cleaners import Cleaner, Page, ProfileBuilder, SiteProfile, learn
from cleaners.digest import Digest, Line
from cleaners.places import Spots, path, shape
from cleaners.profile import ProfileError

TOWNS = ("Harbour", "Mill", "Station", "Orchard", "Quarry")
BIO = "Our desk in the valley has reported on roads, schools and rivers since the paper was founded by two sisters."
QUOTE = "We will not move a single stone before the winter is over, the builder said to all who cared to listen."


def story(number: int) -> list[str]:
    town = TOWNS[number % len(TOWNS)]
    return [
        f"The {town} quarter will get a new bridge, number {number}, the council decided on Monday after a debate.",
        f"It is to cost {number + 2} million and will be {number + 30} metres long, with room for two lanes.",
        f"People in {town} street have waited for it since 19{number + 50}, when the last one was taken by the river.",
        f"Work begins in week {number + 20} and the old ferry number {number} sails on until the day of the opening.",
    ]


def page(number: int, *, extra: str = "", teaser: str = "") -> Page:
    first, *rest = story(number)
    body = f"<p>{first}</p><h2>What happens now</h2>" + "".join(f"<p>{text}</p>" for text in rest)
    return Page.parse(
        f"<html><body><div class='top'><p>Weather and traffic for the valley, every hour</p></div>"
        f"<article class='story'><h1>Bridge {number} for {TOWNS[number % 5]}</h1>{body}{extra}"
        f"<p>{BIO}</p></article><div class='more'><p>{teaser}</p></div></body></html>",
        url=f"https://valley.example/news/{number}",
    )


def text_of(page: Page, profiles: dict[str, SiteProfile]) -> str:
    return Cleaner(profiles)(page).article.text


def test_what_recurs_goes_and_subheadings_stay():
    pages = [page(number) for number in range(5)]
    profiles = learn(pages)
    text = text_of(pages[0], profiles)

    assert BIO not in text
    assert "What happens now" in text
    assert all(paragraph in text for paragraph in story(0))


def test_links_of_one_shape_go_whatever_they_name_and_sentences_of_one_shape_stay():
    names = ("Alder Bridge", "Birch Lane 7", "Cedar Court", "Dover Hill", "Elm Grove 2")
    extras = [f"<p>Read our full <a href='/r/{n}'>{name} report</a></p>" for n, name in enumerate(names)]
    plain = [f"<p>For years nobody had repaired {name} and the road to it at all.</p>" for name in names]
    pages = [
        page(number, extra=extras[number] + plain[number] + f"<p>{story(number + 9)[0]}</p>") for number in range(5)
    ]
    texts = [text_of(page, learn(pages)) for page in pages]

    assert not [text for text in texts if "Read our full" in text]
    assert all("For years nobody had repaired" in text for text in texts)


def test_the_reason_says_on_how_many_articles_it_was_seen():
    pages = [page(number) for number in range(5)]
    removed = Cleaner(learn(pages))(pages[0]).removed

    assert ("site_chrome", "recurs on 5 of 5 articles of this site") in {(each.step, each.reason) for each in removed}


def test_what_two_articles_share_stays():
    shared = f"<p>{QUOTE}</p>"
    pages = [page(number, extra=shared if number < 2 else "") for number in range(5)]

    assert QUOTE in text_of(pages[0], learn(pages))


def test_copies_of_one_article_are_one_article():
    copies = [page(0, extra=f"<p>{QUOTE}</p>") for _ in range(4)]
    pages = [Page.parse(each.source, url=f"https://valley.example/news/0?copy={at}") for at, each in enumerate(copies)]

    assert learn(pages) == {}
    assert all(paragraph in text_of(pages[0], learn([*pages, page(1), page(2)])) for paragraph in story(0))


def test_the_lead_of_an_article_stays_though_other_pages_tease_it():
    lead = story(0)[0]
    pages = [page(number, teaser=lead if number else "") for number in range(5)]

    assert lead in text_of(pages[0], learn(pages))


def test_two_pages_teach_nothing():
    assert learn([page(0), page(1)]) == {}


def test_the_order_of_pages_does_not_count():
    pages = [page(number) for number in range(6)]
    shuffled = [pages[at] for at in (3, 0, 5, 1, 4, 2)]

    assert learn(pages)["valley.example"].as_json() == learn(shuffled)["valley.example"].as_json()


def test_two_builders_merge_into_what_one_would_have_learned():
    cleaner, pages = Cleaner(), [page(number) for number in range(8)]
    whole, left, right = (ProfileBuilder("valley.example", most_pages=6) for _ in range(3))
    for each in pages:
        whole.add(each, cleaner(each))
    for builder, part in ((left, pages[:4]), (right, pages[4:])):
        for each in part:
            builder.add(each, cleaner(each))
    left.merge(right)

    assert left.build() == whole.build()


def test_a_full_builder_wants_only_what_it_would_remember():
    cleaner, builder = Cleaner(), ProfileBuilder("valley.example", most_pages=3)
    pages = [page(number) for number in range(12)]
    for each in pages:
        if builder.wants(each):
            builder.add(each, cleaner(each))
    greedy = ProfileBuilder("valley.example", most_pages=3)
    for each in pages:
        greedy.add(each, cleaner(each))

    assert builder.build() == greedy.build()
    assert not any(map(builder.wants, pages))


def test_flattened_pages_without_address_teach_as_well():
    def dump(number: int) -> Page:
        chrome = ["Menu of the valley", "Weather and traffic for the valley, every hour"]
        return Page.from_text("\n\n".join([*chrome, f"Bridge {number} for the quarter", *story(number), BIO]))

    pages = [dump(number) for number in range(5)]
    profiles = learn(pages)
    text = text_of(pages[3], profiles)

    assert list(profiles) == [""]
    assert "Menu of the valley" not in text
    assert BIO not in text
    assert all(paragraph in text for paragraph in story(3))


def learned(*lines: tuple[str, bool, str]) -> SiteProfile:
    """From three articles with four lines each of these paths, kept or not, by these steps."""

    def remembered(number: int) -> Digest:
        texts = enumerate(lines * 4)
        return Digest(
            str(number),
            tuple(
                Line(text=f"{at} of {number}", place="", path=path, kept=kept, prose=False, step=step)
                for at, (path, kept, step) in texts
            ),
        )

    builder = ProfileBuilder("valley.example")
    builder.remember(map(remembered, range(3)))
    profile = builder.build()
    assert profile is not None
    return profile


def test_a_place_with_text_and_other_things_is_remembered_with_the_chance_of_text():
    dropped = ("li", False, "main_content")
    profile = learned(("li", True, ""), ("li", True, ""), dropped, ("p", True, ""), ("td", False, "main_content"))

    assert profile.mixed_paths == {"li": 66}  # 24 of 36 were text, by Laplace's rule 25 of 38
    assert (profile.body_paths, profile.chrome_paths) == ({"p": 3}, {"td": 3})


def test_what_stood_behind_the_end_of_articles_stood_where_the_text_does_not_always():
    assert learned(("p", True, ""), ("p", False, "end_markers")).mixed_paths == {"p": 50}


def test_a_profile_without_mixed_places_is_read_as_it_was_before_they_were_learned():
    profile = learn(page(number) for number in range(5))["valley.example"]
    older = {key: value for key, value in json.loads(profile.as_json()).items() if key != "mixed_paths"}

    assert SiteProfile.from_json(json.dumps(older)) == replace(profile, mixed_paths={})


def test_a_profile_survives_its_file(tmp_path):
    profile = learn(page(number) for number in range(5))["valley.example"]
    profile.save(tmp_path / "valley.json")

    assert SiteProfile.load(tmp_path / "valley.json") == profile
    assert len(profile) > 0
    assert json.loads((tmp_path / "valley.json").read_text(encoding="utf-8"))["pages"] == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 99, "host": "a", "pages": 3}',
        '{"format": 1, "host": "a"}',
        '{"format": 1, "host": "a", "pages": -1}',
        '{"format": 1, "host": "a", "pages": 3, "lines": {"p": 1}}',
        '{"format": 1, "host": "a", "pages": 3, "body_paths": {"p": "x"}}',
        '{"format": 1, "host": "a", "pages": 3, "more": 1}',
        "\u0000",
    ],
)
def test_a_file_without_a_profile_is_refused_with_its_name(tmp_path, text):
    file = tmp_path / "broken.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ProfileError, match="broken"):
        SiteProfile.load(file)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Published 3 May 2024 at 10:12 by Ada Stone", "Published 0 D 0 at 0 : 0 by N"),
        ("The river rose", ""),
        ("12 May", ""),
        ("All rights reserved by the Valley Press", "All rights reserved by the N"),
    ],
)
def test_the_shape_of_a_line(text, wanted):
    assert shape(text) == wanted


def test_paths_name_elements_without_numbers():
    root = "<html><body><div class='story story-body p4 css-1ab2'><p>Text of it</p></div></body></html>"
    block = Page.parse(root).blocks[0]

    assert path(block.box).endswith("body > div.story.story-body > p")


def test_pages_of_several_hosts_are_told_apart():
    pages = [page(number) for number in range(4)]
    others = [Page.parse(each.source, url=f"https://www.hill.example/{at}") for at, each in enumerate(pages)]
    profiles = learn(itertools.chain(pages, others))

    assert sorted(profiles) == ["hill.example", "valley.example"]


def test_lines_that_lead_elsewhere_stand_apart_from_others_of_the_same_element():
    plain, linked = Page.parse("<ul><li>A point of the text<li><a href=/2>Another article</a></ul>").blocks

    assert Spots().of(linked) == f"{Spots().of(plain)} > a"
    assert Spots().of(Page.from_text("No markup").blocks[0]) == ""
