import pytest

from crawler.cli import main
from crawler.demo import demo_sites


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    with demo_sites() as (site, *_):
        for story in site.stories[:3]:
            (folder / f"{story.slug}.html").write_bytes(site.html(story))
    (folder / "bad.html").write_bytes(b"%PDF-1.7\n")
    return folder


def test_report_holds_every_page_that_was_cleaned(saved, tmp_path, capfd):
    report = tmp_path / "why.html"
    assert main(["clean", str(saved), "-o", str(tmp_path / "out"), "--explain", str(report), "-j", "1"]) == 1
    source = report.read_text("utf-8")
    assert source.count("<details") == 3
    assert "<b>removed</b> by" in source
    assert "3 cleaned" in capfd.readouterr().err


def test_report_that_cannot_be_written_is_one_line(saved, tmp_path, capfd):
    (tmp_path / "file").write_text("", "utf-8")
    page = next(path for path in saved.iterdir() if path.name != "bad.html")
    assert main(["clean", str(page), "--explain", str(tmp_path / "file" / "why.html")]) == 3
    assert capfd.readouterr().err.splitlines()[-1].startswith("wirebrush: ")


def test_profiles_are_read_before_anything_is_cleaned(saved, tmp_path, capfd):
    assert main(["clean", str(saved), "--profiles", str(tmp_path)]) == 2
    assert "holds no profile" in capfd.readouterr().err
