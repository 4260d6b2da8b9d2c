"""The add-on in a Scrapy project that is not ours."""

import json
import subprocess
import sys

SPIDER = """
import sys
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

class Mine(Spider):
    name = "mine"
    start_urls = [sys.argv[1]]

    def parse(self, response):
        yield {"seen": response.url}
        for link in response.css("li a"):
            yield response.follow(link)

process = AsyncCrawlerProcess({
    "ADDONS": {"crawler.addon.WirebrushAddon": 500},
    "FEEDS": {"out.jsonl": {"format": "jsonlines"}},
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "ERROR", "WIREBRUSH_JOBS": 1,
    "WIREBRUSH_RESPONSES": sys.argv[2] == "all",
})
process.crawl(Mine)
process.start()
"""


def crawl(site, folder, what):
    (folder / "spider.py").write_text(SPIDER)
    command = [sys.executable, "spider.py", site.url, what]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_one_line_cleans_stores_and_exports_their_pages(site, tmp_path, wirebrush):
    paths = site.stories(2)
    items = crawl(site, tmp_path, "all")
    assert sum("seen" in item for item in items) == 3
    records = [item for item in items if "seen" not in item]
    assert sorted(record["url"] for record in records) == [site.url.rstrip("/") + path for path in paths]
    assert records[0]["text"].startswith("The bridge-number-")
    assert len(wirebrush("export").splitlines()) == 2


def test_without_the_responses_their_project_is_as_it_was(site, tmp_path):
    site.stories(1)
    assert all("seen" in item for item in crawl(site, tmp_path, "chosen"))
