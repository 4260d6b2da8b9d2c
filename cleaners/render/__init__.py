"""Articles as documents: text, Markdown, HTML, XML-TEI, JSON."""

from cleaners.article import Article
from cleaners.clean import Cleaned
from cleaners.render.lines import json_text
from cleaners.render.markdown import markdown
from cleaners.render.markup import html
from cleaners.render.parts import article_of
from cleaners.render.tei import tei

DOCUMENTS = ("txt", "md", "html", "xml", "json")


def render(result: Article | Cleaned, form: str) -> str:
    """One document, with a line end at its end.

    form: one of DOCUMENTS. With a `Cleaned` the text keeps its lists, quotations and levels of headings.

    Raises ValueError for another format.
    """
    article = article_of(result)
    if form == "txt":
        return article.text + "\n"
    if form == "json":
        return json_text(article.as_record(), indent=1) + "\n"
    if form not in DOCUMENTS:
        raise ValueError(f"no format {form!r}; there are {', '.join(DOCUMENTS)}")
    return {"md": markdown, "html": html, "xml": tei}[form](result)


__all__ = ["DOCUMENTS", "json_text", "render"]
