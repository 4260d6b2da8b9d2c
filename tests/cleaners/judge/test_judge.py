"""How often the judge looks at a block."""

from dataclasses import replace

import numpy as np
import pytest

from cleaners.article import Article
from cleaners.judge import judge as looks
from cleaners.judge.forest import Forest
from cleaners.judge.judge import judge_for
from cleaners.page import Page

PAGE = Page.parse("<html><body>" + "<p>Neither here nor there</p><li><a href=/2>and so on</a></li>" * 5)


class Counted(Forest):
    """A forest that is never sure, and counts the rows it is asked about."""

    asked = 0

    def probabilities(self, table, rows=None):
        Counted.asked += len(table) if rows is None else len(rows)
        return np.full(len(table) if rows is None else len(rows), 0.5, dtype=np.float32)


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(Counted, "asked", 0)
    judge = judge_for("page")
    forest = Counted(*(getattr(judge.first, name) for name in Forest.__slots__))
    unsure = replace(judge, first=forest, second=forest)

    def rows() -> int:
        unsure.opinion(PAGE, Article(), "")
        return Counted.asked

    return rows


def test_unclear_blocks_are_looked_at_twice(asked):
    assert asked() == 2 * len(PAGE.blocks)


def test_a_page_with_too_many_of_them_once(asked, monkeypatch):
    monkeypatch.setattr(looks, "MOST_UNCLEAR", len(PAGE.blocks) - 1)
    assert asked() == len(PAGE.blocks)
