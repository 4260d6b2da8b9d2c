"""The documents keep their word: commands and options exist, links lead somewhere, and what can be run here runs."""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from cleaners import clean_text
from crawler.cli import VERBS, wirebrush
from crawler.demo import demo_sites

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(wirebrush [^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
INVENTED = ("news.example", "kurier.example")  # hosts of the documents, played by the demo sites


@dataclass(frozen=True)
class Fenced:
    language: str
    text: str

    @property
    def file_name(self):
        """The name that a first line like "# sites.toml" gives the block."""
        found = re.match(r"# ([\w.-]+\.\w+)\n", self.text)
        return found[1] if found else ""

    def commands(self):
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            return [line[2:] for line in lines if line.startswith("$ ")]
        return [line for line in lines if self.language == "sh"]


def fenced(source):
    return [Fenced(language, text) for language, text in FENCE.findall(source)]


def calls(source):
    """The arguments of every wirebrush call in a document, in blocks and in running text."""
    lines = [command for block in fenced(source) for command in block.commands()]
    prose = FENCE.sub("", source)
    lines += [line.strip() for line in prose.splitlines() if line.startswith("    ") and "wirebrush " in line]
    lines += INLINE.findall(prose)
    for line in lines:
        for part in re.split(r"\||&&|;", line):
            words = shlex.split(part.replace("'", ""), comments=True)
            at = [place for place, word in enumerate(words) if Path(word).name == "wirebrush"]
            if at and (at[0] == 0 or "=" in words[at[0] - 1] or words[0] in "*0"):
                yield words[at[0] + 1 :]


def unknown(arguments):
    """The first word of a call that the command does not know; None where all is well."""
    command, words = wirebrush, iter(arguments)
    for word in words:
        name, equals, _ = word.partition("=")
        if name.startswith("-") and name != "-":
            option = option_of(command, name)
            if option is None and name not in {"--help", "-h", "--version"}:
                return name
            if option and not option.is_flag and not equals:
                next(words, None)  # its value
        elif isinstance(command, click.Group) and word not in {"VERB", "COMMAND"} and word[0] != "[":
            command = command.get_command(click.Context(command), word)
            if command is None:
                return word
    return None


def option_of(command, name):
    options = [param for param in command.params if isinstance(param, click.Option)]
    return next((option for option in options if name in (*option.opts, *option.secondary_opts)), None)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_exists(path):
    found = list(calls(path.read_text("utf-8")))
    assert [(call, unknown(call)) for call in found if unknown(call)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    links = LINK.findall(FENCE.sub("", path.read_text("utf-8")))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_module_in_the_tree_exists():
    source = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    package, missing = "", []
    for line in re.findall(r"^ {4,6}(?=\S).+$", source.partition("## The tree")[2].partition("\n## ")[0], re.MULTILINE):
        names = re.split(r" {2,}", line.strip())[0].split(", ")
        if line[4] != " ":
            package = names[0]
        else:
            missing += [name for name in names if not any(ROOT.glob(f"{package}{name.rstrip('/')}*"))]
    assert missing == []


def test_every_document_is_linked():
    linked = {(path.parent / link).resolve() for path in DOCUMENTS for link in LINK.findall(path.read_text("utf-8"))}
    assert [path.name for path in DOCUMENTS if path not in linked and path.name != "README.md"] == []


def test_the_readme_opens_with_two_commands():
    prose = FENCE.sub("", (ROOT / "README.md").read_text("utf-8"))
    lines = [line.strip() for line in prose.splitlines() if line.startswith("    ")]
    assert len(lines) == 2
    assert all(line.startswith("python3 -m venv .venv && .venv/bin/pip install ") for line in lines)
    assert lines[0].endswith(".venv/bin/wirebrush demo")
    assert lines[1].endswith(".venv/bin/python -m pytest -n auto")


def test_the_readme_names_every_verb():
    named = {call[0] for call in calls((ROOT / "README.md").read_text("utf-8")) if call}
    assert set(VERBS) <= named


def test_the_readme_shows_what_comes_out():
    blocks = fenced((ROOT / "README.md").read_text("utf-8"))
    before = next(block.text for block in blocks if "comments powered by Disqus" in block.text)
    after = json.loads(next(block.text for block in blocks if block.language == "json"))
    record = clean_text(before).as_record()
    assert {name: record[name] for name in after} == after


@pytest.fixture(scope="module")
def sites():
    with demo_sites() as running:
        yield running


@pytest.fixture(scope="module")
def crawled(sites, tmp_path_factory):
    """A store that a crawl has filled."""
    folder = tmp_path_factory.mktemp("crawled")
    run(f"wirebrush crawl https://news.example/ --limit 2 --store sqlite:///{folder}/news.db", folder, sites)
    return folder / "news.db"


@pytest.fixture
def desk(sites, tmp_path):
    """A folder as the documents suppose it: a saved page, a flattened one, a folder of them."""
    porthole = sites[0]
    (tmp_path / "saved").mkdir()
    for story in porthole.stories:
        (tmp_path / "saved" / f"{story.slug}.html").write_bytes(porthole.html(story))
    story = porthole.stories[-1]
    (tmp_path / "page.html").write_bytes(porthole.html(story))
    (tmp_path / "dump.txt").write_text(f"The PORTHOLE Channels\n\n{story.title}\n\n{story.text}\n", "utf-8")
    return tmp_path


def localized(text, sites):
    """The text with the demo sites in place of the invented hosts: they may be fetched, and without delay."""
    text = text.replace("# sites.toml\n", "# sites.toml\n[defaults]\ndelay = 0\n")
    for name, site in zip(INVENTED, sites, strict=False):
        text = text.replace(f"https://{name}/", site.url)
    hosts = [site.host for site in sites]
    text = text.replace("wirebrush crawl", "wirebrush crawl " + " ".join(f"--allow-host {host}" for host in hosts))
    return text.replace("in crawl(", f"in crawl(allow_hosts={hosts!r}, *[").replace(", limit=", "], limit=")


def run(command, folder, sites):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", localized(command, sites)],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


RUN = [path for path in DOCUMENTS if re.search(r"^```(console|python)$", path.read_text("utf-8"), re.MULTILINE)]


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.name)
def test_what_can_be_run_here_runs(path, desk, sites, crawled):
    console = [command for block in fenced(path.read_text("utf-8")) for command in block.commands()]
    if any("--engine ray" in command for command in console) and find_spec("ray") is None:
        pytest.skip("the extra `ray` is not installed")
    (desk / "news.db").write_bytes(crawled.read_bytes())
    for block in fenced(path.read_text("utf-8")):
        if block.file_name:
            (desk / block.file_name).write_text(localized(block.text, sites), "utf-8")
        elif block.language == "python":
            (desk / "block.py").write_text(localized(block.text, sites), "utf-8")
            run("python block.py", desk, sites)
        for command in block.commands() if block.language == "console" else ():
            run(command, desk, sites)


@pytest.fixture(scope="module")
def served(crawled):
    """The port of `wirebrush serve`."""
    command = [str(Path(sys.executable).parent / "wirebrush"), "serve", "--port", "0", "--store", str(crawled)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        yield re.search(r":(\d+)/", process.stderr.readline())[1]
        process.terminate()


@pytest.mark.parametrize(("start", "said"), [("curl ", '"removed"'), ("from json", "Ferry")])
def test_the_examples_of_clean_clean(served, desk, sites, start, said):
    blocks = fenced((ROOT / "docs" / "operations.md").read_text("utf-8"))
    example = next(block.text for block in blocks if block.text.startswith(start)).replace(":8080", f":{served}")
    (desk / "example").write_text(example, "utf-8")
    assert said in run(("bash" if start == "curl " else "python") + " example", desk, sites)
