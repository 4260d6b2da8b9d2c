"""Output names: safe on every system, never colliding, the same in every run."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.outputs import Names

PLACES = {
    "story.html": "story.txt",
    "story.html.gz": "story.txt",
    "2024/05/story.htm": "2024/05/story.txt",
    "v1.2 notes.xhtml": "v1.2 notes.txt",
    "noext": "noext.txt",
    "page.html~": "page.html~.txt",
    "../../etc/passwd": "etc/passwd.txt",
    "/abs/evil.html": "abs/evil.txt",
    "..\\..\\evil.html": "_._.._evil.txt",
    "C:evil.html": "C_evil.txt",
    ".hidden.html": "_hidden.txt",
    "-rf.html": "_rf.txt",
    "CON.html": "_CON.txt",
    "nul.tar.html": "_nul.tar.txt",
    "com¹.html": "_com¹.txt",
    "a/aux/b.html": "a/_aux/b.txt",
    "trailing. .html": "trailing.txt",
    "esc\x1b[31m.html": "esc_[31m.txt",
    "two\nlines.html": "two_lines.txt",
    "gpj\u202eexe.html": "gpj_exe.txt",
    "\udcff\udcfe.html": "??.txt",
    "": "page.txt",
    "..": "page.txt",
    "cafe\u0301.html": "café.txt",
    "😀.html": "😀.txt",
}


@pytest.mark.parametrize(("place", "path"), [(place, path.replace("??", "__")) for place, path in PLACES.items()])
def test_a_name_of_its_own(place, path):
    assert Names(".txt").take(place) == path


def test_names_that_a_file_system_may_fold_into_one_differ():
    names = Names(".txt")
    taken = [
        names.take(place)
        for place in ("a.html", "A.html", "a.htm", "a.html", "café.html", "cafe\u0301.html", "ﬁ", "fi")
    ]
    assert len({unicodedata.normalize("NFKC", path).casefold() for path in taken}) == len(taken)
    assert taken[0] == "a.txt"


def test_a_file_never_stands_where_a_folder_must():
    names = Names(".txt")
    assert names.take("a.html") == "a.txt"
    assert re.fullmatch(r"a\.txt-[0-9a-f]{8}/b\.txt", names.take("a.txt/b.html"))
    names = Names(".txt")
    assert names.take("a.txt/b.html") == "a.txt/b.txt"
    assert re.fullmatch(r"a-[0-9a-f]{8}\.txt", names.take("a.html"))


def test_long_names_stay_apart():
    names = Names(".parquet")
    taken = [names.take("x" * 250 + f"{number}.html") for number in range(3)]
    assert len(set(taken)) == 3
    assert max(len(path.encode()) for path in taken) < 143
    assert len(names.take("/".join(["folder" * 10] * 40) + "/page.html")) < 143


def test_the_same_names_in_every_run():
    places = ["b.html", "a.html", "A.HTML", "a.htm", "a.txt/x", "..", "."]
    first, second = Names(".md"), Names(".md")
    assert [first.take(place) for place in places] == [second.take(place) for place in places]


@given(st.lists(st.text(st.characters(), max_size=60), max_size=12))
def test_whatever_the_places_are(places):
    names = Names(".txt")
    taken = [names.take(place) for place in places]
    assert len({unicodedata.normalize("NFKC", path).casefold() for path in taken}) == len(places)
    for path in taken:
        parts = path.split("/")
        assert all(part and part.strip(". ") == part.rstrip(" ").rstrip(".") for part in parts)
        assert not re.search(r'[<>:"|?*\\\x00-\x1f\x7f]', path)
        assert path.encode()
        assert path.endswith(".txt")


def test_a_place_that_comes_a_thousand_times_keeps_short_names():
    names = Names(".txt")
    taken = [names.take("news.example/a.html") for _ in range(1000)]
    assert len(set(taken)) == 1000
    assert max(map(len, taken)) < 40
