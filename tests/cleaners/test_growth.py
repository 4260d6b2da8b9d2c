"""Pages on which extractors take minutes or gigabytes; here they are small, and `benchmarks/growth.py` has the rest."""

import pytest

from cleaners import CleanOptions, TooLargeError, clean
from cleaners.page import Page

SENTENCE = "The council voted on Tuesday to keep the ferry running through the winter, whatever it costs."
BODY = f"<h1>Ferry stays</h1>{f'<p>{SENTENCE}</p>' * 6}"


def test_a_script_of_backslashes_costs_nothing_but_itself():
    script = '{"@type": "NewsArticle", "headline": "' + "\\" * 41_000 + '"}'
    html = f'<html><head><script type="application/ld+json">{script}</script></head><body>{BODY}</body></html>'
    assert clean(html).text.count(SENTENCE) == 6


def test_a_large_table_leaves_the_text_around_it():
    table = "<table>" + f"<tr>{'<td>12.5</td>' * 100}</tr>" * 100 + "</table>"
    assert SENTENCE in clean(f"<html><body><article>{BODY}{table}</article></body></html>").text


def test_thousands_of_tiny_paragraphs_are_blocks_like_others():
    page = Page.parse(f"<html><body>{BODY}{'<p>a</p>' * 20_000}</body></html>")
    assert len(page.blocks) == 20_007


def test_more_blocks_than_the_limit_are_refused_by_name():
    with pytest.raises(TooLargeError, match="1,000 text blocks or more"):
        Page.parse(f"<html><body>{'<p>a</p>' * 2_000}</body></html>", options=CleanOptions(max_blocks=1_000))
