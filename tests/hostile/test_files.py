"""Hostile files, each through the real command in a process of its own, judged by their manifest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import load, run_case

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"
# the most telling case of each cause; the whole corpus is for benchmarks/hostile_files.py
NAMES = [
    "html/ordinary",
    "html/deep_div_100000_inside",
    "html/unclosed_everything",
    "html/empty",
    "html/nav_only",
    "html/pdf_as_html",
    "html/mhtml",
    "html/xxe_xhtml",
    "html/billion_laughs_html",
    "html/jsonld_regex_bait",
    "html/class_attr_1mb",
    "html/run_p_raw_lt",
    "encoding/utf8_both_wrong",
    "encoding/nul_every_200",
    "encoding/c0_c1_controls",
    "encoding/emoji_zwj_flags",
    "inject/inj_ansi_osc52",
    "inject/inj_csv_hyperlink",
    "warc/truncated_header",
    "warc/gzip_bomb_payload",
    "warc/hostile_uris",
    "zip/traversal",
    "tree/symlinks",
    "tree/odd_files",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    if not (SHARED / "hostile").is_dir():
        pytest.skip(f"no hostile corpus at {SHARED}")
    folder = tmp_path_factory.mktemp("hostile")
    kinds = ",".join(sorted({name.partition("/")[0] for name in NAMES}))
    command = [sys.executable, "-m", "hostile", "generate", str(folder), "--only", kinds]
    subprocess.run(command, cwd=SHARED, check=True, capture_output=True, timeout=120)
    return folder, {f"{case['kind']}/{case['name']}": case for case in load(folder)}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_cleaned_refused_or_skipped_as_it_should_be(corpus, name):
    folder, cases = corpus
    result = run_case(folder, cases[name])
    assert not result.faults, result.said


def test_each_of_many_hostile_names_gives_a_file_of_its_own(corpus, tmp_path):
    folder, cases = corpus
    inputs = folder / cases["tree/names"]["path"]
    code = "import sys; from crawler.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "clean", str(inputs), "-o", str(tmp_path / "out"), "-f", "json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    outputs = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    texts = {json.loads(path.read_text("utf-8"))["text"].partition(".")[0] for path in outputs}
    assert len(outputs) == len(texts) == sum(path.is_file() for path in inputs.rglob("*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
