"""What logs may show of a page."""

from datetime import UTC, datetime

from crawler.items import FetchedPage


def test_neither_headers_nor_content_reach_a_log():
    page = FetchedPage(
        url="https://news.example/a",
        body=b"s3cret",
        headers={"set-cookie": "id=s3cret"},
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    for shown in (repr(page), repr(FetchedPage(url="b", body=b"", fetched_at=page.fetched_at, parts=(page,)))):
        assert "news.example/a" in shown
        assert "s3cret" not in shown
