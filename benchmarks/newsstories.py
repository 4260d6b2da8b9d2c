"""Stories without number for invented news sites: the sentences of the demo sites, put together anew."""

import re
from datetime import datetime, timedelta
from functools import cache
from random import Random

from crawler.demo.publication import Publication, publications
from crawler.demo.story import SUBHEADING, Story

SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ])")
PARAGRAPHS, SENTENCES = 4, 4
PLAIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@cache
def _sentences(language: str) -> tuple[str, ...]:
    """Sentences that make sense, more or less, wherever they stand."""
    stories = [story for site in publications() if site.language == language for story in site.stories]
    texts = [text for story in stories for text in story.paragraphs if not text.startswith(SUBHEADING)]
    found = (sentence for text in texts for sentence in SENTENCE.split(text))
    return tuple(each for each in found if 6 <= len(each.split()) <= 40 and '"' not in each and "„" not in each)


def invent(site: Publication, numbers: range, newest: datetime) -> list[Story]:
    """Stories of a site by their numbers, which are always the same; each is some hours older than the one before."""
    return [_invent(site, number, newest - timedelta(hours=5 * number)) for number in numbers]


def _invent(site: Publication, number: int, published: datetime) -> Story:
    dice, pool = Random(f"{site.name} {number}"), _sentences(site.language)
    first = Random(site.name).sample(pool, len(pool))[number % len(pool)]  # headlines repeat late
    sentences = [first, *dice.sample(pool, PARAGRAPHS * SENTENCES - 1)]
    title = " ".join(first.split()[:7]).rstrip(".,:;")
    parts = (sentences[start : start + SENTENCES] for start in range(0, len(sentences), SENTENCES))
    return Story(
        slug=f"{slug(title)}-{number}",
        title=title,
        author=dice.choice(("Ada Quill", "Jonas Berg", "Mara Ilves")),
        handle="",
        section=dice.choice(site.sections),
        published=published,
        topics=("invented", "news"),
        caption="A picture of nothing in particular.",
        credit="Photograph: nobody",
        summary=sentences[-1],
        paragraphs=tuple(" ".join(part) for part in parts),
    )


def slug(title: str) -> str:
    """A title as addresses hold it."""
    plain = "".join(PLAIN.get(char, char) for char in title.casefold())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
