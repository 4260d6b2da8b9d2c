from datetime import UTC, datetime

import pytest

from crawler.items import FetchedPage
from crawler.spiders.stubs import is_stub, other_form

URL = "http://daily.example/news/the-bridge-is-open"
AMP = f'<link rel="amphtml" href="{URL}/amp">'
PRINT = f'<a href="{URL}?print=1">Print</a>'
LONG = "<p>" + "The bridge was in the news again. " * 40 + "</p>"


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        (AMP, "<p>The beginning.</p>", f"{URL}/amp"),
        ("", f"<p>The beginning.</p>{PRINT}", f"{URL}?print=1"),
        (AMP, LONG, None),
        ("", "<p>The beginning.</p>", None),
        ("", '<p>The beginning.</p><a href="/print-shop">Print shop</a>', None),
        ('<link rel="amphtml" href="http://other.example/amp">', "<p>The beginning.</p>", None),
        (AMP + '<script type="application/ld+json">{"isAccessibleForFree": false}</script>', "<p>Short.</p>", None),
    ],
)
def test_a_stub_leads_to_its_other_form_unless_it_must_be_paid_for(head, body, found):
    html = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    page = FetchedPage(url=URL, body=html, fetched_at=datetime.now(UTC))
    assert (other_form(page) if is_stub(page) else None) == found
