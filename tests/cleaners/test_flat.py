"""A page that came flattened to text, as in the founding case."""

import json
from pathlib import Path

import pytest

from cleaners import clean_text
from cleaners.flat import unit

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def test_the_founding_case_is_exact():
    if not SEEDS.is_dir():
        pytest.skip("the founding case lies in ../shared/seeds, which is not here")
    text = next(SEEDS.glob("000_*.txt")).read_text(encoding="utf-8")
    expected = json.loads((SEEDS / "expected.json").read_text(encoding="utf-8"))
    record = clean_text(text).as_record()

    assert {name: record[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Old bridge to stay Old bridge to stay", "Old bridge to stay"),
        ("Old bridge to stay " * 7, "Old bridge to stay"),
        ("Old bridge to stay", "Old bridge to stay"),
        ("no no no no", "no no no no"),
    ],
)
def test_a_line_without_its_repetitions(line, wanted):
    assert unit(line.strip()) == wanted


@pytest.mark.parametrize("text", ["", "\n\n", "one line", "Menu\nHome\nLogin", "x" * 300_000, "a b c\n" * 5_000])
def test_any_text_gives_a_record(text):
    assert isinstance(clean_text(text).text, str)


def test_a_text_without_chrome_loses_nothing():
    body = [
        "The ferry will sail again on Friday, the company said after a night of talks with the crews in the town hall.",
        "Nobody would say what had been agreed. The mayor only smiled and asked for a cup of coffee before he left.",
    ]

    assert clean_text("\n\n".join(body)).text == "\n\n".join(body)
