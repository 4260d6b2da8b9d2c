"""The one article among the JSON-LD statements of a page, and what is said about it."""

from collections.abc import Iterable, Iterator

from cleaners.metadata.json_ld import Node
from cleaners.metadata.strings import fold, key

NEWS = frozenset(
    "NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle ReviewNewsArticle "
    "AskPublicNewsArticle LiveBlogPosting".split()
)
ARTICLES = NEWS | frozenset(
    "Article BlogPosting TechArticle ScholarlyArticle MedicalScholarlyArticle Report AdvertiserContentArticle "
    "SatiricalArticle SocialMediaPosting DiscussionForumPosting".split()
)
OTHERS = frozenset(
    "Recipe HowTo Review Course PodcastEpisode VideoObject MedicalWebPage WebPage ItemPage AboutPage".split()
)
MAX_DEPTH = 6  # of lists and objects in one value
MAX_VALUES = 200


def types(node: Node) -> frozenset[str]:
    """The types of a node without their namespace."""
    stated = node.get("@type")
    values = stated if isinstance(stated, list) else (stated,)
    return frozenset(value.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for value in values if isinstance(value, str))


class Graph:
    """JSON-LD nodes with the page's own article first.

    article: its node, empty where none is stated. news: whether it calls itself news.
    """

    def __init__(self, nodes: Iterable[Node], title: str) -> None:
        """title: of the page, to tell its article from others that are only listed on it."""
        self.nodes = tuple(nodes)
        kinds = [(node, types(node)) for node in self.nodes]
        articles = [node for node, kind in kinds if kind & ARTICLES]
        self.article: Node = _own(articles, title)
        self.news = bool(types(self.article) & NEWS)
        self._about = (self.article, *(node for node, kind in kinds if kind & OTHERS))
        self._by_id = {name: node for node in self.nodes if isinstance(name := node.get("@id"), str) and len(node) > 1}

    def values(self, name: str) -> Iterator[object]:
        """Values of a property, of the article first, then of the page; lists opened, references followed."""
        for node in self._about:
            yield from self._open(node.get(name))

    def first(self, name: str, limit: int = 1_000) -> str:
        """The first value of a property as a string, "" where there is none."""
        return next(filter(None, (self.label(value, limit) for value in self.values(name))), "")

    def names(self, name: str, *, organisations: bool = False, limit: int = 1_000) -> list[str]:
        """Labels of a property's values, of organisations or of all else, at the first node that has any."""
        for node in self._about:
            values = [value for value in self._open(node.get(name)) if _is_organisation(value) == organisations]
            if labels := [label for value in values if (label := self.label(value, limit))]:
                return labels
        return []

    def label(self, value: object, limit: int = 1_000) -> str:
        """A value as a string: itself, or its name, text or address."""
        for _ in range(MAX_DEPTH):
            if isinstance(value, dict):
                value = next(
                    (value[name] for name in ("name", "@value", "headline", "url", "@id") if value.get(name)), ""
                )
            elif isinstance(value, list):
                value = value[0] if value else ""
            else:
                break
        return fold(value, limit)

    def _open(self, value: object) -> Iterator[object]:
        queue = [(value, 0)]
        for _ in range(MAX_VALUES):
            if not queue:
                return
            value, depth = queue.pop()
            if isinstance(value, list):
                if depth < MAX_DEPTH:
                    queue.extend((each, depth + 1) for each in reversed(value[:MAX_VALUES]))
            elif isinstance(value, dict):
                yield self._followed(value)
            elif value is not None:
                yield value

    def _followed(self, value: Node) -> Node:
        name = value.get("@id")
        return self._by_id.get(name, value) if isinstance(name, str) and "name" not in value else value


def _is_organisation(value: object) -> bool:
    return isinstance(value, dict) and any(kind.endswith("Organization") for kind in types(value))


def _own(articles: list[Node], title: str) -> Node:
    """The article whose headline the page's title holds, else the first one."""
    known = key(title)
    for node in articles:
        headline = key(fold(node.get("headline") or node.get("name")))
        if headline and (headline in known or known in headline):
            return node
    return articles[0] if articles else {}
