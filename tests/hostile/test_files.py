"""Hostile files, each through the real command in a process of its own, judged by their manifest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import load, run_case

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"
# one case a cause, the quick ones; the whole corpus is for benchmarks/hostile_files.py
NAMES = [
    "html/ordinary",
    "html/deep_div_2000_inside",
    "html/deep_div_100000_inside",
    "html/deep_span_after_article",
    "html/nested_lists_in_article",
    "html/attrs_1e6",
    "html/data_uri_15mb",
    "html/class_attr_1mb",
    "html/page_50mb",
    "html/unclosed_everything",
    "html/unclosed_comment_after",
    "html/html_selfclosing",
    "html/script_only",
    "html/empty",
    "html/doctype_only",
    "html/nav_only",
    "html/pdf_as_html",
    "html/random_high_5mb",
    "html/gzip_truncated_as_html",
    "html/mhtml",
    "html/rss_as_html",
    "html/xhtml_utf16_decl_but_utf8",
    "html/xxe_xhtml",
    "html/billion_laughs_html",
    "html/jsonld_deep",
    "html/jsonld_wrong_types",
    "html/jsonld_regex_bait",
    "html/title_1mb",
    "html/dates_absurd",
    "html/base_canonical_hostile",
    "html/url_bad_ipv6",
    "html/run_p_dots",
    "html/run_p_raw_lt",
    "html/run_meta_spaces",
    "html/run_doctype_slash",
    "encoding/utf8_both_wrong",
    "encoding/cp1251_as_latin1",
    "encoding/shift_jis_as_utf8",
    "encoding/utf16le_nobom",
    "encoding/utf8_one_bad_byte",
    "encoding/nul_every_200",
    "encoding/c0_c1_controls",
    "encoding/emoji_zwj_flags",
    "inject/inj_ansi_osc52",
    "inject/inj_csv_hyperlink",
    "warc/truncated_header",
    "warc/wrong_content_length_short",
    "warc/gzip_bomb_payload",
    "warc/hostile_uris",
    "warc/html_named_warc",
    "zip/traversal",
    "zip/truncated",
    "tree/names",
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
