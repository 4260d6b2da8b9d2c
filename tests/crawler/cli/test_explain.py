import json

import pytest

from crawler.cli import main
from crawler.demo import demo_sites


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A saved page of a demo site."""
    path = tmp_path_factory.mktemp("saved") / "page.html"
    with demo_sites() as (site, *_):
        path.write_bytes(site.html(site.stories[-1]))
    return path


def test_plain_output_is_one_line_a_block(saved, capsys):
    assert main(["explain", str(saved)]) == 0
    out, err = capsys.readouterr()
    rows = [line.split("\t") for line in out.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert {row[0] for row in rows} == {"kept", "removed"}
    assert ["removed", "The PORTHOLE Channels"] in [[row[0], row[3]] for row in rows]
    assert all(row[1] and row[2] for row in rows if row[0] == "removed")
    assert err.splitlines()[-1].endswith(f"{sum(row[0] == 'removed' for row in rows)} removed")


def test_json_lines(saved, capsys):
    assert main(["explain", "--json", str(saved)]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["block"] for record in records] == list(range(len(records)))
    assert list(records[0]) == ["block", "kept", "step", "reason", "tag", "text", "earlier"]


def test_report_is_written_whole(saved, tmp_path, capsys):
    report = tmp_path / "why.html"
    assert main(["explain", str(saved), "--report", str(report)]) == 0
    assert report.read_text("utf-8").rstrip().endswith("</html>")
    assert list(tmp_path.iterdir()) == [report]
    capsys.readouterr()


def test_flattened_text(tmp_path, capsys):
    page = tmp_path / "dump.txt"
    page.write_text("Menu\n\nA first paragraph that says something.\n\ncomments powered by Disqus\n", "utf-8")
    assert main(["explain", str(page)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_terminal_commands_in_a_page_stay_dead(tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text("<p>red \x1b[31m and \x9b31m and \u202e turned</p>", "utf-8")
    assert main(["explain", str(page)]) == 0
    assert not {"\x1b", "\x9b", "\u202e"} & set(capsys.readouterr().out)


def test_faults_are_one_line(tmp_path, capsys):
    pdf = tmp_path / "page.html"
    pdf.write_bytes(b"%PDF-1.7\n")
    assert main(["explain", str(pdf)]) == 1
    assert capsys.readouterr().err == f"wirebrush: {pdf}: not a page: a PDF document\n"
    assert main(["explain", str(tmp_path / "nowhere.html")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_several_pages_are_wrong_usage(saved, capsys):
    (saved.parent / "second.html").write_bytes(saved.read_bytes())
    assert main(["explain", str(saved.parent)]) == 2
    assert "several pages" in capsys.readouterr().err
