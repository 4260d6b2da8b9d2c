from cleaners.profile import SiteProfile
from crawler.store import chrome_rules, profiles
from crawler.store.chrome_rules import Entry, Rule

HOST = "news.test"
PROFILE = SiteProfile(
    host=HOST,
    pages=9,
    lines={"div > p": {"Follow us": 9, "Updated 3 May by the desk": 4}},
    edges={"div > p": {"Background": 5}},
    shapes={"div > p": {"Updated 0 D by the desk": 8}},
    chrome_paths={"html > body > footer": 7},
)
FOLLOW = Entry(HOST, "line", "div > p", "Follow us")


def ruled(*rules, profile=PROFILE):
    return chrome_rules.apply({HOST: profile} if profile else {}, rules)[HOST]


def test_what_is_forbidden_is_chrome_no_more():
    profile = ruled(
        Rule(FOLLOW, "forbid", 9),
        Rule(FOLLOW._replace(text="Background"), "forbid", 5),
        Rule(Entry(HOST, "path", "", "html > body > footer"), "forbid", 7),
    )
    assert profile.lines == {"div > p": {"Updated 3 May by the desk": 4}}
    assert profile.edges == {"div > p": {}}
    assert profile.chrome_paths == {}
    assert profile.shapes == PROFILE.shapes


def test_a_forbidden_text_is_not_taken_by_its_shape_either():
    entry = FOLLOW._replace(text="Updated 3 May by the desk")
    assert ruled(Rule(entry, "forbid", 4)).shapes == {"div > p": {}}
    shape = Entry(HOST, "shape", "div > p", "Updated 0 D by the desk")
    assert ruled(Rule(entry, "forbid", 4), Rule(shape, "approve", 8)).shapes == PROFILE.shapes


def test_what_is_approved_goes_everywhere_and_stays_when_it_is_learned_no_more():
    rule = Rule(FOLLOW._replace(text="Background"), "approve", 5)
    assert ruled(rule).lines["div > p"]["Background"] == 5
    assert ruled(rule, profile=None).lines == {"div > p": {"Background": 5}}


def test_a_decision_is_kept_changed_and_forgotten(shelf):
    store = shelf.store
    with store.writing() as connection:
        profiles.save(connection, store.dialect, {HOST: PROFILE}, 1.0)
        before = profiles.stamp(connection)
        chrome_rules.decide(connection, store.dialect, Rule(FOLLOW, "approve", 9), 2.0)
        chrome_rules.decide(connection, store.dialect, Rule(FOLLOW, "forbid", 9), 3.0)
        assert chrome_rules.load(connection) == [Rule(FOLLOW, "forbid", 9)]
        assert chrome_rules.load(connection, "other.test") == []
        assert "Follow us" not in profiles.load(connection)[HOST].lines["div > p"]
        assert "Follow us" in profiles.learned(connection, HOST)[HOST].lines["div > p"]
        decided = profiles.stamp(connection)
        profiles.forget(connection, store.dialect, FOLLOW, 4.0)
        assert chrome_rules.load(connection) == []
        assert "Follow us" not in profiles.learned(connection)[HOST].lines["div > p"]
        assert len({before, decided, profiles.stamp(connection)}) == 3
