import pytest

from cleaners.blocks import Block
from cleaners.page import Page
from cleaners.witness import ask_trafilatura, shares

LONG = "The ferry will keep running through the winter, the council said on Tuesday."
OTHER = "Nobody had expected the vote to be so close, least of all the mayor herself."


def blocks(*texts: str) -> list[Block]:
    return [Block(index, text) for index, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "text", "expected"),
    [
        (("News", LONG, "Share", OTHER), f"{LONG}\n{OTHER}", [0, 1, 0, 1]),
        (("ferry", LONG), LONG, [0, 1]),  # a menu's word that also stands inside the article
        ((LONG, "Background", OTHER), f"{LONG}\nBackground\n{OTHER}", [1, 1, 1]),
        ((LONG, "one", "two"), f"{LONG}\n- one\n- two", [1, 1, 1]),
        ((LONG, OTHER), f"{LONG} {OTHER}", [1, 1]),  # joined into one line
        ((OTHER, LONG, OTHER), f"{LONG}\n{OTHER}", [0, 1, 1]),  # a teaser of the text above it
        ((LONG,), "", [0]),
        ((), LONG, []),
    ],
)
def test_alignment_keeps_the_order(texts, text, expected):
    assert shares(blocks(*texts), text) == expected


def test_a_part_of_a_block_counts_as_a_part():
    (share,) = shares(blocks(LONG + " " + OTHER), LONG)
    assert 0.3 < share < 0.7


def test_trafilatura_is_heard():
    paragraphs = "".join(f"<p>{LONG} {OTHER} Part {part}.</p>" for part in range(5))
    page = Page.parse(f"<html><body><nav><a href='/'>Home</a></nav><article>{paragraphs}</article></body></html>")
    assert "Part 4." in ask_trafilatura(page)
