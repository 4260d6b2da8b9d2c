"""Each folder in `pages` is one hand-written page with the record it must give and the lines it must lose, and why."""

import json
from pathlib import Path

import pytest

from cleaners import Cleaned, Cleaner, Page

FOLDERS = sorted(path for path in (Path(__file__).parent / "pages").iterdir() if path.is_dir())


def read(folder: Path) -> tuple[Cleaned, dict]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    url = expected.get("url")
    text = folder / "page.txt"
    if text.exists():
        page = Page.from_text(text.read_text(encoding="utf-8"), url=url)
    else:
        page = Page.parse((folder / "page.html").read_bytes(), url=url)
    return Cleaner()(page), expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_page_gives_the_expected_record(folder):
    cleaned, expected = read(folder)
    record = cleaned.article.as_record() | {"empty_reason": cleaned.empty_reason}

    assert {name: record[name] for name in expected} == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_removed_line_is_removed_by_the_step_that_knows_it_or_by_the_judge_before_it(folder):
    cleaned, _ = read(folder)
    removed = {(judged.step, " ".join(judged.block.text.split())) for judged in cleaned.removed}
    wanted = [line.split("\t", 1) for line in (folder / "removed.txt").read_text(encoding="utf-8").splitlines()]

    assert not [(step, text) for step, text in wanted if not {(step, text), ("main_content", text)} & removed]
