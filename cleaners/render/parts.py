"""An article's text as what it is made of: paragraphs, subheadings, list items, quotations."""

from dataclasses import dataclass
from typing import Literal

from cleaners.article import Article
from cleaners.blocks import Block
from cleaners.characters import inert
from cleaners.clean import Cleaned

Kind = Literal["paragraph", "heading", "item", "quote"]
REACH = 4  # ancestors that are looked at: a list further up is layout, not a list


@dataclass(frozen=True, slots=True)
class Part:
    """level: of a heading, 1 to 6; else 0."""

    kind: Kind
    text: str
    level: int = 0


def article_of(result: Article | Cleaned) -> Article:
    """The record itself."""
    return result if isinstance(result, Article) else result.article


def parts_of(result: Article | Cleaned) -> list[Part]:
    """From the kept blocks where there are any; an article from a store has paragraphs only."""
    if isinstance(result, Cleaned):
        return [_part(judged.block) for judged in result.kept]
    return [Part("paragraph", text) for text in result.text.split("\n\n") if text]


def _part(block: Block) -> Part:
    text = inert(block.text)
    if block.heading:
        return Part("heading", text, block.heading)
    box = block.box
    for _ in range(REACH):
        if box is None:
            break
        if box.tag == "li":
            return Part("item", text)
        if box.tag == "blockquote":
            return Part("quote", text)
        box = box.parent
    return Part("paragraph", text)
