import re
from pathlib import Path

import pytest

from crawler.web import guard

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080", "localhost:1", "[::1]:8080"])
def test_names_of_this_machine_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[", "10.0.0.1"]
)
def test_other_names_are_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
        {"origin": "https://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_forms_of_other_origins_are_refused(client, headers):
    answer = client.post("/clean", content=b"<p>x</p>", headers=headers)
    assert answer.status_code == 403
    assert "content-security-policy" in answer.headers


def test_a_form_without_our_token_is_refused(client):
    assert client.post("/try", content="content=hello", headers=FORM).status_code == 403
    assert client.post("/try", content="content=hello&token=guess", headers=FORM).status_code == 403


@pytest.mark.parametrize("address", ["/", "/articles", "/try", "/nothing", "/static/style.css"])
def test_every_answer_forbids_scripts_and_other_hosts(client, address):
    headers = client.get(address).headers
    assert headers["content-security-policy"] == guard.POLICY
    assert "script" not in guard.POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_templates_escape_everything_and_load_nothing_from_elsewhere():
    folder = Path(guard.__file__).parent
    for template in folder.glob("templates/*.html"):
        text = template.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape|<script|style=|\son\w+=|(src|href)=\"(https?:)?//", text), template
    assert "url(" not in (folder / "static/style.css").read_text("utf-8")
