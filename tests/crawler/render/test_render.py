"""Pages that only a browser shows, on this machine, by the Chromium that is installed."""

import json
import socket
from importlib.util import find_spec
from shutil import which

import pytest

from cleaners.inputs import read_inputs

pytestmark = pytest.mark.skipif(
    not which("chromium") or find_spec("scrapy_playwright") is None,
    reason="needs chromium on the PATH and the extra: pip install 'wirebrush[render]'",
)
PATH = "/news/2026/01/05/about-the-lighthouse"
SHELL = """<!doctype html><html lang="en"><head><title>Daily Test</title></head>
<body><div id="app">Loading</div><img src="http://{0}/img"><iframe src="http://{0}/frame"></iframe>
<script src="http://{0}/script.js"></script><script src="/app.js"></script></body></html>"""
SCRIPT = """
const astray = [
  () => fetch("http://{0}/fetch", {{mode: "no-cors"}}), () => fetch("/away"), () => fetch("/private/data.json"),
  () => new WebSocket("ws://{0}/socket"), () => new EventSource("http://{0}/events"),
  () => navigator.sendBeacon("http://{0}/beacon", "x"), () => window.open("http://{0}/window"),
  () => new Worker(URL.createObjectURL(new Blob(["fetch('http://{0}/worker')"]))),
  () => new RTCPeerConnection({{iceServers: [{{urls: "stun:{0}"}}]}}).createDataChannel("x"),
];
for (const go of astray) try {{ go(); }} catch (error) {{}}
fetch("/api/story.json").then(reply => reply.json()).then(story => {{
  document.title = "All about the lighthouse";
  document.body.innerHTML = "<article><h1>All about the lighthouse</h1>" + story + "</article>";
}});
"""


@pytest.fixture
def forbidden():
    """A port that must not be asked; calling it says whether anybody has."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)

        def asked():
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        asked.host = f"127.0.0.1:{listener.getsockname()[1]}"
        yield asked


def crawl(wirebrush, site, render, code=0):
    settings = f'[[site]]\nurl = "{site.url}"\nallow_hosts = ["{site.host}"]\ndelay = 0\nrender = {render}\n'
    (wirebrush.folder / "sites.toml").write_text(settings)
    wirebrush("crawl", "--sites", "sites.toml", "--jobs", "1", "--archive", "archive", code=code)
    return [json.loads(line) for line in wirebrush("export", "--format", "jsonl").splitlines()]


def publish(site, forbidden):
    """A story that needs a browser, and one that needs none."""
    (plain,) = site.publish("bridge")
    story = site.story("lighthouse").partition("</h1>")[2].partition("</article>")[0]
    site.put("/", site.listing(plain, PATH))
    site.put(PATH, SHELL.format(forbidden.host))
    site.put("/app.js", SCRIPT.format(forbidden.host))
    site.put("/api/story.json", json.dumps(story))
    site.put("/away", f"http://{forbidden.host}/redirected", 302)
    site.put("/robots.txt", "User-agent: *\nDisallow: /private/\n")


def test_a_page_without_text_is_drawn_and_the_browser_reaches_nothing_that_is_refused(site, wirebrush, forbidden):
    publish(site, forbidden)
    records = crawl(wirebrush, site, '"auto"')
    assert sorted(record["title"] for record in records) == ["All about the bridge", "All about the lighthouse"]
    (drawn,) = [record for record in records if record["url"].endswith(PATH)]
    assert drawn["text"].count("lighthouse") == 4
    assert not forbidden()
    assert "/away" in site.requests
    assert "/private/data.json" not in site.requests
    kinds = [source.name for source in read_inputs([str(wirebrush.folder / "archive")])]
    assert len(kinds) == 3, "the page as sent, as drawn, and the plain one"


def test_lists_that_scripts_make_are_drawn_too(site, wirebrush, forbidden):
    publish(site, forbidden)
    links = f"document.body.innerHTML = '<a href=\"{PATH}\">All about the lighthouse, for once</a>'"
    site.put("/", f"<!doctype html><title>Daily Test</title><body><script>{links}</script>")
    records = crawl(wirebrush, site, "true")
    assert [record["title"] for record in records] == ["All about the lighthouse"]
    assert site.requests.count("/app.js") == 1
    assert not forbidden()


def test_a_browser_that_is_not_there_is_said_before_anything_is_fetched(site, wirebrush):
    (wirebrush.folder / "sites.toml").write_text(f'[[site]]\nurl = "{site.url}"\nrender = true\n')
    wirebrush("crawl", "--sites", "sites.toml", "--set", "WIREBRUSH_CHROMIUM=/nowhere/chromium", code=2)
    assert "/nowhere/chromium: not found" in wirebrush.errors
    assert site.requests == []
