"""The demo sites' pages, cleaned, against the text files that they were made from."""

import pytest

from cleaners import Cleaner, Page, learn
from crawler.demo import demo_sites


@pytest.fixture(scope="module")
def cleaned():
    """For each site, its stories with what came of their pages, cleaned as a folder of them is: learned first."""
    with demo_sites() as sites:
        found = {}
        for site in sites:
            pages = [Page.parse(site.html(story), url=site.story_url(story)) for story in site.stories]
            cleaner = Cleaner(learn(pages))
            found[site.name] = [(site, story, cleaner(page)) for story, page in zip(site.stories, pages, strict=True)]
    return found


NAMES = ("Porthole News", "Der Talbote", "The Meridian Almanac")


@pytest.mark.parametrize("name", NAMES)
def test_every_story_is_whole_and_alone(cleaned, name):
    for site, story, result in cleaned[name]:
        found, wanted = result.article.text.split("\n\n"), site.text(story).split("\n\n")
        assert [text for text in wanted if text not in found] == [], story.slug
        more = [text for text in found if text not in wanted]
        assert all(text.startswith(f"{story.author} is a contributing editor") for text in more), story.slug


@pytest.mark.parametrize("name", NAMES)
def test_what_a_story_says_about_itself_is_read(cleaned, name):
    for site, story, result in cleaned[name]:
        article = result.article
        assert (article.title, article.authors, article.published) == (story.title, (story.author,), story.published)
        assert (article.section, article.tags) == (story.section, story.topics)
        assert (article.language, article.site) == (site.publication.language, site.name)


@pytest.mark.parametrize("name", NAMES)
def test_every_removed_line_has_a_step_and_a_reason(cleaned, name):
    assert all(line.step and line.reason for _, _, result in cleaned[name] for line in result.removed)
