"""The pages in a real browser: `pip install -e '.[browser]'`, and Chromium of the system."""

import shutil
import socket
import threading
from contextlib import contextmanager

import pytest

from cleaners.profile import SiteProfile
from crawler.store import profiles
from crawler.web.app import Settings, make_app

sync_api = pytest.importorskip("playwright.sync_api", reason="needs pip install -e '.[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs pip install -e '.[browser]'")
uvicorn = pytest.importorskip("uvicorn")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")

QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
--disable-component-update --disable-sync --disable-dev-shm-usage".split()
HOST = "daily.example"
WIDER = "[document.documentElement, ...document.querySelectorAll('.wide')].some(e => e.scrollWidth > e.clientWidth)"
SHOUT = "<script>document.title = 'taken over'</script><img src='https://elsewhere.example/pixel.gif'>"
PAGES = (
    "/",
    "/articles",
    "/articles?q=lighthouse&section=Harbour",
    "/articles?q=nothing+holds+this",
    "/article/1",
    "/article/1?view=original",
    "/article/1?view=removed",
    "/article/1?view=changes",
    "/sites",
    f"/site/{HOST}",
    "/try",
    "/article/99",
)


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def serving(web):
    """The application as `wirebrush serve` runs it, in a thread."""
    app = make_app(Settings(store=web.url, archive=web.archive))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(web):
    """A served store with a bit of everything."""
    web.add("a", section="Harbour", authors=("Ida Noor",), tags=("ships", "light"))
    web.add("b", host="mirror.example")
    web.add("a", text=web.text.replace("four million", "five million"), section="Harbour")
    for number in range(60):
        web.add(f"n{number}", text=f"Lighthouse keeper number {number} said nothing.", title=f"Number {number}", day=3)
    web.keep_page("a", web.page.replace("</article>", f"{SHOUT}</article>"))
    web.crawled(verdict="none of 40 pages gave an article: the layout may have changed (no text)")
    profile = SiteProfile(host=HOST, pages=9, lines={"body > footer": {"Copyright Daily": 9}})
    with web.store.writing() as connection:
        profiles.save(connection, web.store.dialect, {HOST: profile}, 1.0)
    with serving(web) as address:
        yield address


@pytest.fixture
def open_page(chromium, address):
    """Opens pages; a request to anywhere else that is not held back, or a fault of a script, fails the test."""
    contexts, complaints = [], []

    def look(url, failure=""):
        if not url.startswith(address) and failure != "csp":
            complaints.append(url)

    def opened(path, **options):
        context = chromium.new_context(base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("response", lambda answer: look(answer.url))
        page.on("requestfailed", lambda request: look(request.url, request.failure))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_search_without_scripts_and_without_a_mouse(open_page):
    page = open_page("/", java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.get_by_role("link", name="Articles", exact=True).press("Enter")
    box = page.get_by_role("searchbox")
    box.fill("lighthouse")
    box.press("Enter")
    assert page.locator("ol.articles > li").count() == 50
    assert page.locator("mark").first.inner_text().lower() == "lighthouse"
    page.get_by_role("link", name="Next page").press("Enter")
    assert page.locator("ol.articles > li").count() == 11
    page.get_by_role("searchbox").fill('"hundred and nine steps"')
    page.get_by_role("button", name="Search").press("Enter")
    assert page.locator("ol.articles > li").count() == 1
    assert "1 duplicate" in page.locator("ol.articles").inner_text()


def test_filters_are_kept_in_the_address_and_in_what_is_saved(open_page):
    page = open_page("/articles", java_script_enabled=False)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Section").fill("Harbour")
    page.get_by_label("From").fill("2026-01-02")
    page.get_by_role("button", name="Search").click()
    assert page.locator("ol.articles > li").count() == 1
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    assert saved.value.path().read_text("utf-8").count(f"https://{HOST}/") >= 1
    assert saved.value.suggested_filename == "articles.csv"


def test_an_article_with_its_original_beside_it(open_page):
    page = open_page("/article/1")
    assert page.get_by_role("heading", level=1).inner_text() == "The lighthouse is lit"
    assert "Harbour" in page.get_by_role("complementary").inner_text()
    page.get_by_role("link", name="Beside the original").click()
    original = page.frame_locator("iframe")
    assert "Copyright Daily" in original.locator("footer").inner_text()
    assert page.title() == "The lighthouse is lit · wirebrush"
    page.goto("/article/1/original")
    assert page.title() == "The lighthouse is lit"


def test_a_diff_says_what_was_added_and_removed(open_page):
    page = open_page("/article/1?view=changes", java_script_enabled=False)
    assert [each.strip() for each in page.locator(".diff del").all_inner_texts()] == ["four"]
    assert [each.strip() for each in page.locator(".diff ins").all_inner_texts()] == ["five"]


def test_chrome_is_approved_and_seen_on_a_page(open_page):
    page = open_page(f"/site/{HOST}", java_script_enabled=False)
    page.get_by_role("button", name="Approve: Copyright Daily").press("Enter")
    assert "approved" in page.locator("tr:target").inner_text()
    page.get_by_role("link", name="on a page").click()
    block = page.locator("li:target").inner_text()
    assert "Copyright Daily" in block
    assert "Removed by" in block


def test_a_page_is_tried(open_page, web):
    page = open_page("/try", java_script_enabled=False)
    page.get_by_label("A page (HTML) or a text").fill(web.page)
    page.get_by_role("button", name="Clean and explain").press("Enter")
    assert page.get_by_role("heading", level=2).inner_text() == "The lighthouse is lit"
    assert "Kept" in page.locator("li.kept").last.inner_text()
    assert page.locator("li.removed").count() > 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_every_page_is_fit_for_everybody(open_page, scheme, width):
    page = open_page("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults = []
    for path in PAGES:
        page.goto(path)
        if page.evaluate(WIDER):
            faults.append((path, "wider than the window"))
        found = axe.Axe().run(page, options={"iframes": False}).response["violations"]
        faults += [(path, each["id"], each["impact"], each["nodes"][0]["target"]) for each in found]
    assert faults == []
