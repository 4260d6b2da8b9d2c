import subprocess
import sys
from pathlib import Path

import pytest

from crawler.demo import publications
from crawler.store import open_store, records

COMMAND = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())"]


def run(folder, *arguments):
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, run(folder, "demo")


def test_every_article_of_every_site_is_stored_and_shown(shown):
    folder, done = shown
    assert done.returncode == 0, done.stderr
    store = open_store(f"sqlite:///{folder}/wirebrush-demo/news.db", readonly=True)
    with store.reading() as connection:
        stored = {str(record["title"]) for record in records.read(connection, records.Wanted())}
    store.close()
    assert stored == {story.title for site in publications() for story in site.stories}
    for site in publications():
        assert done.stdout.count(site.name) > len(site.stories)


def test_a_page_is_shown_before_and_after(shown):
    _, done = shown
    assert "- comments powered by Disqus" in done.stdout
    assert "After: 6 paragraphs" in done.stdout


def test_it_names_what_it_made_and_what_to_try(shown):
    folder, done = shown
    assert "wirebrush-demo/news.db" in done.stdout
    assert sorted(path.name for path in (folder / "wirebrush-demo").iterdir()) == ["news.db", "page.html"]
    assert [path.name for path in folder.iterdir()] == ["wirebrush-demo"]
    assert " crawl https://YOUR-NEWS-SITE/" in done.stdout


def test_a_file_in_its_way_is_one_line(tmp_path):
    Path(tmp_path / "wirebrush-demo").write_text("mine", "utf-8")
    done = run(tmp_path, "demo")
    assert done.returncode == 3
    assert done.stderr == "wirebrush: wirebrush-demo: File exists\n"
