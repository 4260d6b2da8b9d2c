from datetime import UTC, datetime

import pytest

from cleaners.article import Article
from crawler.health import marks, verdict

GOOD = {
    "found": 20,
    "stored": 18,
    "changed": 1,
    "empty: no block looks like article text": 1,
    "listed by feed": 20,
}
QUIET = {"unchanged": 3, "same feed": 1}
EMPTY = {"empty: no block looks like article text": 20, "listed by feed": 20}


@pytest.mark.parametrize(
    ("history", "counts", "reason"),
    [
        ([], {"stored": 5}, ""),
        ([], {"failed: HTTP 500 (start)": 1}, "no article was ever found: HTTP 500 (start)"),
        (
            [],
            EMPTY,
            "no article was ever found: the layout may have changed, the judge keeps nothing (no block looks like",
        ),
        ([], {}, "no article was ever found: no page of the site leads to one"),
        (
            [],
            {"failed: robots.txt: connection refused (start)": 1},
            "no article was ever found: the site cannot be reached (robots.txt: connection refused (start))",
        ),
        ([], {"skipped: not a public address (start)": 1}, "no article was ever found: not a public address (start)"),
        (
            [GOOD],
            {"skipped: robots.txt answers 503: nothing may be fetched (start)": 1},
            "the front page cannot be had: robots.txt cannot be had, so nothing may be fetched",
        ),
        ([GOOD] * 3, GOOD, ""),
        ([GOOD] * 3, QUIET, ""),
        ([GOOD] * 3, {"listed by feed": 20}, ""),
        (
            [GOOD],
            EMPTY,
            "none of 20 pages gave an article: the layout may have changed, the judge keeps nothing (no block looks",
        ),
        ([GOOD], {"skipped: forbidden by robots.txt": 9}, "none of 9 pages gave an article: robots.txt now forbids it"),
        (
            [GOOD],
            {"skipped: bot challenge page (X) (start)": 1},
            "the front page cannot be had: the site shows a challenge",
        ),
        ([GOOD], {"failed: challenge page": 9}, "gave an article: the site shows a challenge page"),
        ([GOOD], {"failed: HTTP 503": 2, "listed by feed": 2}, "none of 2 pages gave an article: HTTP 503"),
        ([GOOD] * 2, {"failed: HTTP 404 (feed)": 1}, "the feed is gone (HTTP 404 (feed))"),
        (
            [GOOD] * 2,
            {"unchanged": 4, "listed by start": 1, "read feed": 1},
            "no article is listed by its feed any more, 20 were before",
        ),
        ([GOOD] * 2, {"unchanged": 4, "listed by start": 1}, ""),  # its feed was not due
        ([GOOD], {"unchanged": 4}, ""),  # one run is no habit
        ([{"stored": 20}], {"stored": 20, "undated": 1}, ""),
        (
            [{"stored": 200, "undated": 2}],
            {"stored": 20, "undated": 9},
            "45% of pages are without a date, 1% were before",
        ),
        ([{"stored": 200}], {"stored": 20, "short": 20}, "100% of pages are with hardly any text, 0% were before"),
        (
            [{"stored": 200}],
            {"stored": 10, "empty: no text": 10},
            "50% of pages are without text, 0% were before: the layout may have changed (no text)",
        ),
        ([{"stored": 20, "undated": 20}] * 5, {"stored": 20, "undated": 20}, ""),
        (
            [{"unchanged": 1}] * 5 + [{"stored": 3}] * 6,
            {"unchanged": 1},
            "nothing new in the last 6 runs, at most 0 in a row",
        ),
        ([{"unchanged": 1}] * 5 + [{"stored": 3}, *[{"unchanged": 1}] * 3] * 3, {"unchanged": 1}, ""),
        ([{"unchanged": 1}] * 50, {"unchanged": 1}, ""),
    ],
)
def test_a_site_is_judged_by_its_own_history(history, counts, reason):
    found = verdict(history, counts)
    assert found.broken is bool(reason)
    assert reason in found.reason


@pytest.mark.parametrize(("pages", "broken"), [(1, False), (2, True)])
def test_a_single_page_without_an_article_is_no_verdict(pages, broken):
    counts = {"empty: no block looks like article text": pages, "listed by feed": 5}
    assert verdict([GOOD], counts).broken is broken


def test_what_is_counted_of_an_article():
    whole = Article(text="word " * 60, published=datetime(2026, 1, 1, tzinfo=UTC), paywalled=True)
    assert list(marks(whole, "the byline")) == ["paywalled", "dated by the byline"]
    assert list(marks(Article(text="Only this."))) == ["short", "undated"]


@pytest.mark.parametrize(
    ("history", "counts", "cause"),
    [
        (
            {"stored": 200, "dated by the byline": 150, "dated by the metadata": 50},
            {"stored": 20, "undated": 14, "dated by the metadata": 6},
            "without a date, 0% were before: the byline no longer tells it",
        ),
        ({"stored": 200}, {"stored": 20, "short": 20, "paywalled": 19}, ": they say that they must be paid for"),
        ({"stored": 200, "paywalled": 199}, {"stored": 20, "short": 20, "paywalled": 19}, "text, 0% were before"),
        (
            {"stored": 200},
            {"stored": 2, "empty: no block looks like article text": 18},
            "the layout may have changed, the judge keeps nothing (no block looks like article text)",
        ),
        (
            {"stored": 200},
            {"stored": 2, "failed: HTTP 500": 30, "empty: the step site_chrome took the text": 18},
            "the layout may have changed (the step site_chrome took the text)",
        ),
        ({"stored": 200}, {"stored": 2, "empty: a login page, not an article": 18}, "the site asks for a login now"),
    ],
)
def test_what_is_at_fault_is_named(history, counts, cause):
    assert verdict([history], counts).reason.endswith(cause) or cause in verdict([history], counts).reason
