import re
from urllib.parse import urlencode

import pytest

from cleaners.profile import SiteProfile
from crawler.store import chrome_rules, profiles

HOST = "daily.example"
FORM = {"content-type": "application/x-www-form-urlencoded"}
LINE = "The harbour board put the cost at four million, of which the lamp itself was the smallest part by a long way."
PROFILE = SiteProfile(
    host=HOST,
    pages=9,
    lines={"body > footer": {"Copyright Daily": 9}},
    edges={"article > p": {LINE: 4}},
    shapes={"article > p": {"Its keeper climbed 0 steps": 5}},
    chrome_paths={"html > body > nav > a": 7},
)


@pytest.fixture
def site(web, client):
    """A site of which something was learned, and the way to decide about it; entries are named by part of them."""
    web.crawled()
    learn(web, PROFILE)

    def send(chosen, said, **fields):
        page = client.get(f"/site/{HOST}").text
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        row = next(row for row in page.split("<tr ") if said in row and 'name="entry"' in row)
        entry = re.search(r'name="entry" value="([^"]+)"', row)[1]
        values = {"token": token, "site": HOST, "entry": entry, "decision": chosen} | fields
        return client.post("/chrome", content=urlencode(values), headers=FORM, follow_redirects=False)

    return send


def learn(web, profile):
    with web.store.writing() as connection:
        profiles.save(connection, web.store.dialect, {HOST: profile}, 1.0)


def rules(web):
    with web.store.reading() as connection:
        return {rule.entry.text: rule.decision for rule in chrome_rules.load(connection)}


def test_what_was_learned_is_shown_with_its_count(web, client, site):
    page = client.get(f"/site/{HOST}").text
    assert "learned from 9 articles" in page
    rows = re.findall(r'<tr id="chrome-.*?<td class="number"[^>]*>(\d+)</td>', page)
    assert rows == ["9", "7", "5", "4"]


def test_a_decision_is_kept_shown_first_and_taken_back(web, client, site):
    answer = site("forbid", LINE)
    assert answer.status_code == 303
    assert rules(web) == {LINE: "forbid"}
    address, _, anchor = answer.headers["location"].partition("#")
    page = client.get(address).text
    assert page.index(f'id="{anchor}"') == page.index('id="chrome-')
    assert "<b>forbidden</b>" in page
    site("approve", LINE)
    assert rules(web) == {LINE: "approve"}
    site("forget", LINE)
    assert rules(web) == {}
    assert LINE not in client.get(f"/site/{HOST}").text


def test_what_was_decided_stays_though_it_is_learned_no_more(web, client, site):
    site("approve", "Copyright Daily")
    learn(web, SiteProfile(host=HOST, pages=3))
    assert "Copyright Daily" in client.get(f"/site/{HOST}").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"token": "guessed"}, 403),
        ({"decision": "burn"}, 400),
        ({"entry": "chrome-0"}, 404),
        ({"site": "nobody.example"}, 404),
    ],
)
def test_what_is_no_decision_of_ours_changes_nothing(web, site, fields, status):
    assert site("forbid", LINE, **fields).status_code == status
    assert rules(web) == {}


def test_the_next_page_is_cleaned_as_was_decided(web, client, site):
    web.add("a")
    web.keep_page("a")
    row = re.compile(re.escape(LINE) + r".*?<b>(\w+)</b>(?: by (\w+))?", re.DOTALL)
    assert row.search(client.get("/article/1?view=removed").text).groups() == ("Removed", "site_chrome")
    site("forbid", LINE)
    assert row.search(client.get("/article/1?view=removed").text).groups() == ("Kept", None)


@pytest.mark.parametrize(
    ("said", "shown"), [("Copyright Daily", "Copyright Daily"), (LINE, LINE), ("body &gt; nav", "Home")]
)
def test_an_entry_leads_to_a_page_that_shows_it(web, client, site, said, shown):
    web.add("a")
    web.keep_page("a")
    rows = re.findall(r"<tr id=.*?</tr>", client.get(f"/site/{HOST}").text, re.DOTALL)
    address = next(re.search(r'href="(/chrome/[^"]+)"', row)[1] for row in rows if said in row)
    answer = client.get(address, follow_redirects=False)
    address, _, block = answer.headers["location"].partition("#")
    assert re.search(f'<li id="{block}"[^>]*><div dir="auto">{shown}', client.get(address).text)


def test_an_entry_that_no_page_shows_is_said_to_be_missing(client, site):
    page = client.get(f"/site/{HOST}").text
    assert client.get(re.search(r'href="(/chrome/[^"]+)"', page)[1]).status_code == 404
