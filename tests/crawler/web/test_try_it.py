import re
from urllib.parse import urlencode

import pytest

from crawler.web.rate import Bucket

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def page(web):
    return web.page


@pytest.fixture
def send(client):
    token = re.search(r'name="token" value="([^"]+)"', client.get("/try").text)[1]
    return lambda **fields: client.post("/try", content=urlencode({"token": token} | fields), headers=FORM)


def test_a_pasted_page_is_cleaned_and_explained(send, page):
    page = send(content=page, url="https://daily.example/a").text
    assert re.search(r"hundred and nine steps.*?<b>Kept</b>", page, re.DOTALL)
    assert re.search(r"Copyright Daily.*?<b>Removed</b> by", page, re.DOTALL)
    assert "<script>alert" not in page


def test_a_pasted_text_is_cleaned_too(send):
    assert "blocks kept" in send(content="Home\nSport\n\nA text without any markup, a sentence long enough.").text


def test_a_stored_address_is_taken_from_the_archive(web, send):
    web.keep_page("a")
    assert "hundred and nine steps" in send(url="https://daily.example/a").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "paste a page or a text"),
        ({"url": "javascript:alert(1)"}, "paste a page or a text"),
        ({"url": "https://daily.example/none"}, "holds no page of this address"),
    ],
)
def test_what_is_missing_is_said(send, fields, said):
    assert said in send(**fields).text


def test_a_program_gets_the_record_and_all_blocks(client, page):
    answer = client.post("/clean?url=https://daily.example/a", content=page, headers={"content-type": "text/html"})
    found = answer.json()
    assert found["article"]["title"] == "The lighthouse is lit"
    assert found["article"]["text"].count("\n\n") == 3
    assert all(line["kept"] for line in found["kept"])
    assert all(line["reason"] for line in found["removed"])


@pytest.mark.parametrize(
    ("address", "kind", "data", "status"),
    [
        ("/clean", "text/plain; charset=utf-8", b"Only a line of text.", 200),
        ("/clean", "text/html; charset=nonsense", b"<p>x", 200),
        ("/clean", "application/pdf", b"%PDF", 415),
        ("/clean?url=file:///etc/passwd", "text/html", b"<p>x", 400),
        ("/clean", "text/html", b"x" * 70_000, 413),
        ("/clean", "text/html", b"", 200),
        ("/clean", "text/html", bytes(range(256)), 200),
    ],
)
def test_what_a_program_may_send(web, address, kind, data, status):
    with web.serve(page_bytes=60_000) as client:
        answer = client.post(address, content=data, headers={"content-type": kind})
        assert answer.status_code == status
        assert "error" in answer.json() or status == 200


def test_pages_over_the_rate_are_put_off(web):
    with web.serve(clean_per_minute=2) as client:
        answers = [client.post("/clean", content=b"<p>x") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30


def test_a_bucket_fills_again():
    now = [0.0]
    bucket = Bucket(60, clock=lambda: now[0])
    assert [bucket.wait() for _ in range(60)] == [0.0] * 60
    assert bucket.wait() == pytest.approx(1.0)
    now[0] = 1.0
    assert bucket.wait() == 0.0
