import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cleaners.article import Article
from cleaners.pool import CleanPool
from crawler.archive.entry import Capture
from crawler.archive.file import archive_files
from crawler.archive.index import StoreIndex
from crawler.archive.place import place
from crawler.archive.reader import read_newest
from crawler.archive.writer import ArchiveWriter
from crawler.cli import main
from crawler.reclean import Failed, learn_sites, reclean
from crawler.store import Save, articles, chrome_rules, open_store, recleaned, records
from crawler.store.chrome_rules import Entry, Rule

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PARAGRAPH = "The harbour of {name} froze over on Monday, and the ferries stayed where they were until the thaw came. "


def html(name: str) -> bytes:
    story = "".join(f"<p>{PARAGRAPH.format(name=name)} Part {n} of it.</p>" for n in range(6))
    chrome = "<div class=promo><p>Follow our harbour coverage every day on all our channels.</p></div>"
    article = f"<article><h1>Ice in {name}</h1>{story}</article>"
    return f"<title>Ice in {name}</title><body><nav>Home Sport</nav>{article}{chrome}".encode()


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/news.db")
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path, store):
    with ArchiveWriter(tmp_path / "raw", StoreIndex(store)) as writer:
        for name in ("Aldra", "Brenn", "Corve"):
            writer.add(Capture(url=f"https://news.test/{name}", body=html(name), fetched_at=NOW))
        writer.add(Capture(url="https://news.test/empty", body=b"<html><body></body></html>", fetched_at=NOW))
    return tmp_path / "raw"


def run(store, folder, **options):
    with CleanPool(1) as pool:
        return list(reclean(store, folder, StoreIndex(store), pool=pool, **options))


def kinds(changes):
    return [each.kind for each in changes]


def test_what_the_store_lacks_is_stored_once(store, folder):
    assert kinds(run(store, folder, dry_run=True)) == ["new", "new", "new", "empty"]
    assert kinds(run(store, folder)) == ["new", "new", "new", "empty"]
    assert kinds(run(store, folder)) == ["same", "same", "same", "empty"]
    with store.reading() as connection:
        found = list(records.read(connection, records.Wanted()))
    assert [each["canonical_url"] for each in found] == [f"https://news.test/{n}" for n in ("Aldra", "Brenn", "Corve")]
    assert found[0]["fetched_at"] == NOW.isoformat()
    assert "froze over" in str(found[0]["text"])


def test_of_two_addresses_of_an_article_one_tells_it_each_time(store, tmp_path):
    with ArchiveWriter(tmp_path / "raw", StoreIndex(store)) as writer:
        for name in ("Aldra", "Brenn"):
            body = html(name).replace(b"<body>", b"<link rel=canonical href=https://news.test/ice><body>")
            writer.add(Capture(url=f"https://news.test/{name}", body=body, fetched_at=NOW))
    assert kinds(run(store, tmp_path / "raw")) == ["new", "new"]
    assert kinds(run(store, tmp_path / "raw")) == ["variant", "same"]
    assert kinds(run(store, tmp_path / "raw")) == ["variant", "same"]


def save(**article) -> Save:
    url = "https://news.test/Aldra"
    return Save(
        article=Article(**{"title": "T", "text": "One two three.", **article}),
        canonical_url=url,
        url=url,
        host="news.test",
        site="news.test",
        fetched_at=NOW,
    )


def change(store, new):
    with store.writing() as connection:
        (new,) = recleaned.dated(connection, [new])
        changes = recleaned.compare(connection, [new])
        recleaned.store(connection, store.dialect, [new], changes)
    return changes[0].kind


def newest(store):
    with store.reading() as connection:
        return records.history(connection, "https://news.test/Aldra")


def test_another_text_is_a_new_version_and_a_gone_article_stays_gone(store):
    assert change(store, save()) == "new"
    with store.writing() as connection:
        articles.mark_gone(connection, ["https://news.test/Aldra"])
    assert change(store, save(text="One two three four.")) == "changed"
    assert [(each["version"], each["text"]) for each in newest(store)] == [
        (1, "One two three."),
        (2, "One two three four."),
    ]
    assert newest(store)[-1]["gone"]


def test_other_metadata_is_changed_in_place(store):
    change(store, save())
    assert change(store, save(authors=("A. Writer",), published=NOW)) == "metadata"
    (record,) = newest(store)
    assert record["authors"] == ["A. Writer"]
    assert record["published"] == NOW.isoformat()
    assert change(store, save(authors=("A. Writer",), published=NOW)) == "same"


def test_a_later_fetch_and_a_text_that_would_be_lost_stay(store):
    change(store, save())
    assert change(store, save(text="")) == "lost"
    assert change(store, replace(save(text="Older."), fetched_at=NOW - timedelta(days=1))) == "older"
    assert [each["text"] for each in newest(store)] == ["One two three."]


def test_a_damaged_record_is_named_and_costs_nothing_else(store, folder):
    (path,) = archive_files(folder)
    first = next(iter(StoreIndex(store).newest([path.name])))
    data = bytearray(path.read_bytes())
    data[first.offset + 30 : first.offset + 50] = bytes(20)
    path.write_bytes(data)
    changes = run(store, folder)
    assert [each.name for each in changes if isinstance(each, Failed)] == [f"{path}#https://news.test/Aldra"]
    assert kinds(each for each in changes if not isinstance(each, Failed)) == ["new", "new", "empty"]


def test_profiles_are_learned_from_the_archive(store, folder):
    profile = learn_sites(folder, StoreIndex(store))["news.test"]
    assert "Follow our harbour coverage every day on all our channels." in profile.edges["div > p"]


def test_the_command_says_what_changed(store, folder, tmp_path, capsys):
    arguments = ["reclean", "--store", f"sqlite:///{tmp_path}/news.db", "--archive", str(folder), "-j", "1"]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert "3  new in the store" in shown.out
    assert "new: https://news.test/Aldra: 0 -> " in shown.out
    assert main([*arguments, "--dry-run"]) == 0
    assert "3  as they were" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"same": 3, "empty": 1}


def test_what_was_approved_as_chrome_is_removed_though_it_was_never_learned(store, folder, tmp_path, capsys):
    run(store, folder)
    text = PARAGRAPH.format(name="Aldra") + " Part 2 of it."
    rule = Rule(Entry("news.test", "line", "article > p", " ".join(text.split())), "approve", 3)
    with store.writing() as connection:
        chrome_rules.decide(connection, store.dialect, rule, 1.0)
    assert main(["reclean", "--store", store.url, "--archive", str(folder), "-j", "1"]) == 0
    assert "1  with another title or text: a new version" in capsys.readouterr().out
    assert "Part 1 of it" in str(newest(store)[-1]["text"])
    assert "Part 2 of it" not in str(newest(store)[-1]["text"])


def test_without_an_archive_it_says_so(tmp_path, capsys):
    assert main(["reclean", "--archive", str(tmp_path / "none")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_an_archive_that_was_moved_to_an_object_store_is_read_there(store, folder, tmp_path, capsys):
    files = pytest.importorskip("fsspec", reason="the extra `s3` is not installed").filesystem("memory")
    here = list(read_newest(folder, StoreIndex(store)))
    files.put(f"{folder}/", "/moved/", recursive=True)
    moved = place("memory://moved", store.url)
    there = list(read_newest(moved, StoreIndex(store)))
    assert [replace(each, name="") for each in there] == [replace(each, name="") for each in here]
    arguments = ["reclean", "--store", f"sqlite:///{tmp_path}/news.db", "-j", "1", "--archive"]
    assert main([*arguments, "memory://moved/"]) == 0
    assert "3  new in the store" in capsys.readouterr().out
    assert main([*arguments, "ftp://moved/"]) == 2
    files.rm("/moved", recursive=True)


def test_a_day_that_only_a_feed_told_is_kept(store):
    change(store, save(published=NOW))
    assert change(store, save()) == "same"
    assert change(store, save(text="One two three four.")) == "changed"
    assert newest(store)[-1]["published"] == NOW.isoformat()
