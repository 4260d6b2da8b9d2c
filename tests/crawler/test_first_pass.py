"""Learning in the first of two passes, from pages that say where they are from."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.inputs import Source, read_inputs
from cleaners.learning import MOST_PAGES
from cleaners.pool import CleanPool
from crawler.cli import main
from crawler.first_pass import LEARNING, Census, Lessons, learn, learn_sites

CHROME = "Readers of this paper also get our weekly letter about gardens, dogs and old trains, sent out on Fridays."
open_pool = partial(CleanPool, 1)


@pytest.fixture
def pages(tmp_path, saved_story):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.html").write_text(saved_story(number, CHROME))
    (folder / "alone.html").write_text("<!-- saved from url=(0020)https://other.example/ --><p>One page only.</p>")
    (folder / "unknown.html").write_text("<p>A page that says nothing.</p>")
    return folder


def test_sites_with_pages_enough_are_learned(pages):
    profiles, inputs = learn_sites([str(pages)], lambda report: open_pool(report=report))
    assert set(profiles) == {"example.org"}
    assert profiles["example.org"].pages == 6
    assert inputs == 8


def test_nothing_is_learned_without_addresses_or_from_standard_input(pages):
    def no_pool(report):
        raise AssertionError(report)

    assert learn_sites([str(pages / "unknown.html"), str(pages / "alone.html")], no_pool) == ({}, 2)
    assert learn_sites(["-"], no_pool) == ({}, 0)


def test_a_sample_is_enough(tmp_path):
    marks = "<!-- saved from url=(0030)https://example.org/{} --><p>Short page {}.</p>"
    for number in range(3 * MOST_PAGES):
        (tmp_path / f"{number}.html").write_text(marks.format(number, number))
    seen = 0

    class Counting(CleanPool):
        def submit(self, source):
            nonlocal seen
            seen += 1
            return super().submit(source)

    learn_sites([str(tmp_path)], lambda report: Counting(1, report=report))
    assert seen == MOST_PAGES


def test_parts_in_any_order_teach_what_all_pages_do(pages):
    whole, _ = learn_sites([str(pages)], lambda report: open_pool(report=report))
    parts = [list(read_inputs([str(page)])) for page in sorted(pages.iterdir(), reverse=True)]
    census = Census()
    for part in parts:
        census.merge(Census.of(part))
    lessons = Lessons()
    with open_pool(report=LEARNING) as pool:
        for part in parts[::2] + parts[1::2]:
            lessons.merge(learn(part, census.sample(), pool))
    assert {host: profile.as_json() for host, profile in lessons.profiles().items()} == {
        host: profile.as_json() for host, profile in whole.items()
    }


def source(number):
    return Source(name="", data=b"", url="https://news.org/", place=f"page{number}")


@given(st.lists(st.integers(0, 40), max_size=120), st.integers(0, 120), st.randoms())
def test_a_sample_is_the_same_however_the_pages_are_cut(numbers, cut, dice):
    whole = Census.of(map(source, numbers)).sample()
    dice.shuffle(numbers)
    census = Census.of(map(source, numbers[:cut]))
    census.merge(Census.of(map(source, numbers[cut:])))
    assert census.sample() == whole


def test_clean_learns_unless_told_not_to(pages, capfdbinary):
    assert main(["clean", str(pages), "--no-learn"]) == 0
    plain = capfdbinary.readouterr().out
    assert main(["clean", str(pages)]) == 0
    learned = capfdbinary.readouterr().out
    assert plain.count(CHROME.encode()) >= learned.count(CHROME.encode())
    assert learned.count(b"its 9 arches") == 1


def test_flattened_pages_are_learned_from_as_those_of_one_site(tmp_path):
    for number in range(4):
        story = "\n".join(
            f"Story {number} has line {n} about the river and its {number * 7 + n} arches." for n in range(5)
        )
        (tmp_path / f"{number}.txt").write_text(f"Story {number} of the river\n{story}\n{CHROME}\n")
    assert main(["clean", str(tmp_path), "-o", str(tmp_path / "out")]) == 0
    assert "arches" in (text := (tmp_path / "out" / "0.txt").read_text())
    assert CHROME not in text
