import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.judge.words import Wording, tokens


def test_tokens_name_opening_close_and_length():
    assert tokens("Read more: Storm hits coast") >= {
        "^read",
        "^read more",
        "^read more :",
        "$coast",
        "$hits coast",
        "#3",
    }


def test_a_short_text_is_a_token_of_its_own():
    assert "=share this" in tokens("Share this")
    assert not any(sign.startswith("=") for sign in tokens("Share this with your friends"))


def test_numbers_are_folded_years_apart():
    assert {"0", "0000"} <= tokens("On 24 May 2021 it rained")


def test_score_adds_weights_to_the_intercept():
    wording = Wording("\t-0.5\n^read\t-2\nstorm\t0.25\n")
    assert wording.score("Read Storm") == pytest.approx(-0.5 - 2 + 0.25)
    assert wording.score("nothing known") == pytest.approx(-0.5)
    assert wording.score("nothing known " * 20) == pytest.approx(-0.5)


@given(st.text())
def test_any_text_has_tokens(text):
    assert all(isinstance(sign, str) and sign for sign in tokens(text))
