import json

import pytest

from crawler.cli import main
from crawler.demo import demo_sites


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """All pages of a demo site, in a folder."""
    folder = tmp_path_factory.mktemp("saved")
    with demo_sites() as (site, *_):
        for story in site.stories:
            (folder / f"{story.slug}.html").write_bytes(site.html(story))
    return folder


def test_learned_chrome_goes_into_one_file_a_host_and_is_used(saved, tmp_path, capsys):
    site = ["--url", "https://news.example/"]
    assert main(["learn", str(saved), "-o", str(tmp_path / "profiles"), *site]) == 0
    out, err = capsys.readouterr()
    (profile,) = (tmp_path / "profiles").iterdir()
    assert profile.name == "news.example.json"
    assert json.loads(profile.read_text("utf-8"))["pages"] == 8
    assert out.startswith(f"{profile}: ")
    assert err == "8 pages read, 0 skipped, 0 failed\n"
    page = next(saved.iterdir())
    assert main(["explain", str(page), "--profiles", str(tmp_path / "profiles"), *site]) == 0
    assert "removed" in capsys.readouterr().out


def test_what_was_learned_as_json(saved, tmp_path, capsys):
    assert main(["learn", str(saved), "-o", str(tmp_path), "--url", "https://news.example/", "--json"]) == 0
    out, err = capsys.readouterr()
    host, counts = map(json.loads, out.splitlines())
    assert (host["host"], host["pages"]) == ("news.example", 8)
    assert host["learned"] > 0
    assert (tmp_path / "news.example.json").samefile(host["profile"])
    assert counts == {"counts": {"pages": 8, "skipped": 0, "failed": 0}}
    assert err == ""


def test_too_few_pages_teach_nothing(saved, tmp_path, capsys):
    page = next(saved.iterdir())
    assert main(["learn", str(page), "-o", str(tmp_path / "profiles")]) == 3
    assert "nothing learned: 1 pages hold fewer than three different articles" in capsys.readouterr().err
    assert not (tmp_path / "profiles").exists()


def test_an_input_that_fails_is_named_and_the_rest_is_learned(saved, tmp_path, capsys):
    bad = tmp_path / "bad.html"
    bad.write_bytes(b"%PDF-1.7\n")
    assert main(["learn", str(saved), str(bad), "-o", str(tmp_path / "profiles")]) == 1
    assert f"{bad}: not a page: a PDF document\n" in capsys.readouterr().err


def test_a_folder_without_profiles_is_wrong_usage(saved, tmp_path, capsys):
    page = next(saved.iterdir())
    assert main(["explain", str(page), "--profiles", str(tmp_path)]) == 2
    assert "holds no profile" in capsys.readouterr().err
