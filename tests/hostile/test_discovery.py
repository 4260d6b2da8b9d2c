"""Feeds, sitemaps and robots.txt of the shared corpus, each read as its manifest expects."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.discovery import DiscoveryError, feeds, sitemaps
from crawler.discovery.robots import Robots

BENCH = Path(__file__).parents[3] / "shared" / "bench"
BASE = "http://127.0.0.1:9"
READERS = {"feed": feeds.read, "sitemap": sitemaps.read}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    if not (BENCH / "hostile").is_dir():
        pytest.skip("the corpus of hostile inputs is not beside the checkout")
    folder = tmp_path_factory.mktemp("corpus")
    command = [sys.executable, "-B", "-m", "hostile", "generate", folder, "--only", "feed,sitemap,robots"]
    subprocess.run(command, cwd=BENCH, check=True, capture_output=True, timeout=60)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return folder, manifest["cases"] if isinstance(manifest, dict) else manifest


def outcome(read, body):
    try:
        found = read(body, f"{BASE}/feed.xml")
    except DiscoveryError:
        return "clear error", ""
    return "clean text" if found else "skipped", "\n".join(f"{each.url}\n{each.title}" for each in found)


def test_feeds_and_sitemaps(corpus):
    folder, cases = corpus
    wrong = []
    for case in cases:
        if case["kind"] not in READERS:
            continue
        said, text = outcome(READERS[case["kind"]], (folder / case["path"]).read_bytes())
        lost = [need for need in case["must_contain"] if text and need not in text]
        leaked = [ban for ban in case["must_not"] if ban in text]
        if said not in case["expect"] or lost or leaked:
            wrong.append((case["name"], said, lost, leaked))
    assert not wrong


def test_robots(corpus):
    folder, cases = corpus
    for case in cases:
        if case["kind"] != "robots":
            continue
        rules = Robots.parse((folder / case["path"]).read_bytes())
        assert rules.allows(f"{BASE}/private/x", "wirebrush") is (case["name"] in ("html", "pct_unicode")), case["name"]
        assert all(rules.allows(f"{BASE}/news/{number}", "wirebrush") for number in range(100)), case["name"]
        assert all(url.startswith("http") for url in rules.sitemaps)
