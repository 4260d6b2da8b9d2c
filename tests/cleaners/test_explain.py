import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from cleaners import Cleaner, Page
from cleaners.explain import UNTOUCHED, Tally, explain
from cleaners.report import Report, render_report
from cleaners.verdicts import Finding

PAGE = (
    "<html><head><title>A title</title></head><body><p>menu</p><p>one two three</p><h2>four</h2><p>ad</p></body></html>"
)


def drops(*blocks):
    return lambda page, verdicts, context: (Finding(block, keep=False, reason=f"reason {block}") for block in blocks)


def brings_back(*blocks):
    return lambda page, verdicts, context: (Finding(block, keep=True, reason="was text") for block in blocks)


STEPS = (("menus", drops(0, 2)), ("ads", drops(3)), ("rescue", brings_back(2)))


def explained(html=PAGE, steps=STEPS, url=None):
    return explain(Cleaner(steps=steps)(Page.parse(html, url=url)), "page.html")


def test_blocks_come_in_document_order_with_the_step_that_decided():
    lines = explained().lines
    assert [(line.block, line.kept, line.step) for line in lines] == [
        (0, False, "menus"),
        (1, True, ""),
        (2, True, "rescue"),
        (3, False, "ads"),
    ]
    assert lines[1].reason == UNTOUCHED


def test_record_tells_what_was_overruled():
    record = explained().lines[2].as_record()
    assert record["earlier"] == [{"kept": False, "step": "menus", "reason": "reason 2"}]
    assert json.loads(json.dumps(record)) == record


def test_counts_by_step():
    page = explained()
    assert page.kept == Tally(blocks=2, words=4)
    assert page.removed == {"menus": Tally(1, 1), "ads": Tally(1, 1)}


def test_report_shows_text_reasons_and_counts():
    report = render_report(explained())
    assert "kept 2 blocks, 4 words" in report
    assert "<b>ads</b> removed 1 block, 1 word" in report
    assert "<b>removed</b> by <b>ads</b>: reason 3" in report
    assert "before that, removed by menus: reason 2" in report
    assert '<h3 dir=auto>four&nbsp;<a href="#b0-2"' in report


def test_report_of_a_page_without_article_says_why():
    report = render_report(explained("<p>menu</p>", steps=(("menus", drops(0)),)))
    assert "No article text: the step menus took the text." in report


class Markup(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.tags = set()
        self.attributes = set()
        self.links = set()
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value for name, value in attrs if name in {"href", "src", "action"})


HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; $style ${name}"


def test_markup_of_the_page_is_never_alive():
    page = explained(
        f"<title>{HOSTILE}</title><p>{HOSTILE}</p><p class='\"><b>'>{HOSTILE}</p>",
        steps=(('"><script>', drops(0)),),
        url='https://example.com/"><script>alert(1)</script>',
    )
    markup = Markup(render_report(page))
    assert not markup.tags & {"script", "img", "iframe", "link", "object", "form", "base"}
    assert not {name for name in markup.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in markup.links)
    assert "style" not in markup.attributes  # the policy would refuse it


def test_policy_allows_the_own_style_sheet_alone():
    report = render_report(explained())
    style = re.search(r"<style>(.*?)</style>", report, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in report
    assert "http" not in style


def test_several_pages_share_one_legend():
    report = Report()
    report.add(explained())
    report.add(explained("<p>x y</p>", steps=(("ads", drops(0)),)))
    source = report.html()
    assert source.count("<details") == 2
    assert source.count("<details open>") == 1
    assert "<b>ads</b> removed 2 blocks, 3 words" in source
    ids = re.findall(r'id="(.*?)"', source)
    assert len(ids) == len(set(ids))
