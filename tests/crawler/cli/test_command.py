"""The command as a whole: help, version, usage errors, exit codes."""

import os
import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from crawler import cli
from crawler.errors import SettingsError, UnavailableError


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from crawler.cli import main; sys.exit(main())", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_help_lists_every_verb_and_imports_nothing_heavy():
    code = "import sys; from crawler.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    overview, modules = done.stdout.rsplit("\n", 2)[0], done.stdout.split()
    assert all(f"\n  {verb} " in overview for verb in cli.VERBS)
    assert not {"lxml", "scrapy", "rich", "sqlalchemy", "trafilatura", "cleaners"} & set(modules)


def test_version_is_the_installed_one():
    assert run("--version").stdout.split()[-1] == version("wirebrush")


def test_an_unknown_verb_is_a_usage_error():
    done = run("scrub")
    assert done.returncode == 2
    assert "No such command 'scrub'" in done.stderr


@pytest.mark.parametrize(
    ("raised", "code", "line"),
    [
        (SettingsError("no such format\nat all"), 2, "wirebrush: no such format at all\n"),
        (UnavailableError("store locked"), 3, "wirebrush: store locked\n"),
        (OSError(28, "No space left on device", "out.jsonl"), 3, "wirebrush: out.jsonl: No space left on device\n"),
        (UnavailableError("bad name \x1b[31m"), 3, "wirebrush: bad name ?[31m\n"),
        (KeyboardInterrupt(), 130, "wirebrush: stopped; the same command continues where it was\n"),
    ],
)
def test_a_known_fault_is_one_line_and_an_exit_code(monkeypatch, capsys, raised, code, line):
    @click.command()
    def fails() -> None:
        raise raised

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: fails)
    assert cli.main(["fails"]) == code
    assert capsys.readouterr().err.lstrip("\n") == line


@pytest.mark.parametrize(("closed", "code"), [(0, 0), (1, 3), (2, 0)])
def test_a_standard_stream_that_was_closed_is_no_crash(tmp_path, closed, code):
    page = tmp_path / "page.html"
    page.write_text("<article>" + "<p>The bridge reopened on Tuesday after eleven weeks of repair.</p>" * 9)
    python = "import os, sys; os.close(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])"
    command = "import sys; from crawler.cli import main; sys.exit(main())"
    starter = [sys.executable, "-c", python, str(closed), sys.executable, "-c", command, "clean", str(page)]
    done = subprocess.run(starter, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if closed == 1:
        assert done.stderr == "wirebrush: standard output: Bad file descriptor\n"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://me:SECRET-77@news.example/", "ftp://me:SECRET-77@a/", "x"]
)
def test_an_address_that_is_given_is_one(tmp_path, url):
    done = run("clean", str(tmp_path), "--url", url)
    assert done.returncode == 2
    assert "SECRET" not in done.stderr


def test_a_shell_completes_verbs_and_options():
    def complete(words, at):
        told = {"_WIREBRUSH_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        code = "from crawler.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | told, capture_output=True, text=True, timeout=60, check=True
        )
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    assert complete("wirebrush re", 1) == ["reclean"]
    assert complete("wirebrush status --j", 2) == ["--json"]
