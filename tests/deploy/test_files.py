"""The files in deploy/: what can be checked without installing them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from crawler.cli import wirebrush

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("wirebrush-*"))
INSTALLED = "/srv/news/.venv/bin/wirebrush"
FIELD = re.compile(r"(\*|\d+)(-\d+)?(/\d+)?(,\d+)*")


def parses(arguments):
    """Whether the command takes these arguments."""
    verb, *rest = arguments
    command = wirebrush.get_command(click.Context(wirebrush), verb)
    command.make_context(verb, list(rest))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_no_fault_in_the_units(tmp_path):
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace(INSTALLED, "/bin/true")
        (tmp_path / name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "wirebrush" in line]) == (0, [])


def test_units_start_what_there_is():
    for name in UNITS:
        for line in re.findall(rf"^ExecStart={INSTALLED} (.+)$", (DEPLOY / name).read_text("utf-8"), re.MULTILINE):
            parses(line.split())


def test_the_crontab_has_five_fields_and_a_command_that_a_shell_understands():
    lines = [line for line in (DEPLOY / "crontab").read_text("utf-8").splitlines() if line and line[0] != "#"]
    entries = [line for line in lines if not re.match(r"\w+=", line)]
    assert entries
    for entry in entries:
        *fields, command = entry.split(maxsplit=5)
        assert [field for field in fields if not FIELD.fullmatch(field)] == []
        assert "%" not in command  # cron makes newlines of these
        subprocess.run(["/bin/sh", "-n", "-c", command], timeout=10, check=True)
        parses(command.partition(".venv/bin/wirebrush ")[2].partition(" >")[0].split())


def test_the_container_starts_what_there_is():
    source = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert json.loads(re.search(r"^ENTRYPOINT (.+)$", source, re.MULTILINE)[1]) == ["wirebrush"]
    parses(json.loads(re.search(r"^CMD (.+)$", source, re.MULTILINE)[1]))


def test_compose_understands_its_file():
    command = ["docker", "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"]
    if (
        not shutil.which("docker")
        or subprocess.run(command[:2], capture_output=True, timeout=30, check=False).returncode
    ):
        pytest.skip("needs docker compose")
    subprocess.run(command, timeout=30, check=True)
