from rich.console import Console

from cleaners import Cleaner, Page
from cleaners.explain import explain
from crawler.demo import demo_sites
from crawler.demo.show import before_and_after, stored


def printed(renderable):
    console = Console(width=140)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def test_before_and_after_show_what_went_and_what_stayed():
    with demo_sites() as (site, *_):
        story = site.stories[-1]
        page = Page.parse(site.html(story), url=site.story_url(story))
    shown = printed(before_and_after(explain(Cleaner()(page))))
    assert "- The PORTHOLE Channels" in shown
    assert "- comments powered by Disqus" in shown
    assert "  The last ferry to Saltmarsh Island" in shown
    assert story.title in shown


def test_table_of_articles_holds_hostile_markup_as_text():
    record = {"site": "x", "published": None, "title": "[red]a[/] [link=x]b", "authors": ["A", "B"], "text": "one two"}
    shown = printed(stored([record]))
    assert "[red]a[/] [link=x]b" in shown
    assert "A, B" in shown
