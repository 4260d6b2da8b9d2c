"""Rows: inert in spreadsheets, one line for every reader, typed in Parquet."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Article
from cleaners.outputs import COLUMNS, RECORDS, open_records

pq = pytest.importorskip("pyarrow.parquet")
ARTICLE = Article(
    url="https://example.org/1",
    title="=HYPERLINK(1)",
    authors=("Ann Lee", "Bo"),
    published=datetime(2024, 5, 1, 12, 30, tzinfo=UTC),
    paywalled=False,
    text='First\u2028line.\n\nSecond, "quoted".',
)


def written(form: str, *articles: Article, columns=COLUMNS, **more) -> bytes:
    stream = io.BytesIO()
    writer = open_records(stream, form, columns)
    for article in articles:
        writer.write(article.as_record() | more)
    writer.close()
    return stream.getvalue()


def test_json_lines_hold_the_record_and_one_line_for_every_reader():
    data = written("jsonl", ARTICLE, ARTICLE)
    assert len(data.decode().splitlines()) == 2
    assert json.loads(data.splitlines()[0]) == ARTICLE.as_record()


def test_csv_has_a_header_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(written("csv", ARTICLE).decode(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["authors"] == "Ann Lee; Bo"
    assert rows[0]["paywalled"] == "false"
    assert rows[0]["text"] == ARTICLE.text
    assert not rows[0]["modified"]


def test_parquet_is_typed():
    table = pq.read_table(
        io.BytesIO(written("parquet", ARTICLE, columns=(*COLUMNS, "version", "gone"), version=2, gone=True))
    )
    row = table.to_pylist()[0]
    assert row["authors"] == ["Ann Lee", "Bo"]
    assert row["published"] == ARTICLE.published
    assert (row["version"], row["gone"], row["paywalled"], row["modified"]) == (2, True, False, None)


@pytest.mark.parametrize("form", RECORDS)
def test_no_article_is_a_whole_file_too(form):
    data = written(form)
    assert data == b"" if form == "jsonl" else len(data) > 0


@pytest.mark.parametrize("form", RECORDS)
def test_more_rows_than_a_row_group(form):
    data = written(form, *[ARTICLE] * 1201)
    if form == "parquet":
        assert pq.read_metadata(io.BytesIO(data)).num_rows == 1201
    else:
        assert data.count(b"example.org/1") == 1201


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u00ad \u2060", "\u202e"])
def test_signs_that_nobody_sees_hide_no_formula(hidden):
    (row,) = csv.DictReader(io.StringIO(written("csv", Article(text=f"{hidden}=1+1")).decode(), newline=""))
    assert row["text"] == f"'{hidden}=1+1"


@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=4))
def test_no_cell_is_a_formula_whatever_the_text(texts):
    article = Article(title=texts[0], authors=tuple(texts), text=texts[-1])
    for form in RECORDS:
        data = written(form, article)
        if form == "csv":
            for row in csv.reader(io.StringIO(data.decode(), newline="")):
                assert not any(cell.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
        if form == "jsonl":
            assert len(data.decode().splitlines()) == 1
