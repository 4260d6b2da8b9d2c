"""What travels from the spider through the pipelines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cleaners.article import Article
from crawler.store.batch import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page that may be an article, as it came over the wire (its content coding undone).

    url: where it was in the end. request_url: what was asked for, before redirects.
    headers: names in lower case. charset: what the Content-Type header says.
    site: the site of the crawl. lease: under which the frontier gave it out; None outside a crawl of ours.
    hints: what the place that led here said about the page (its title; its date as `published`, in ISO 8601).
    rendered: the body is a browser's tree written out and not what the server sent.
    plain: what the server sent, where that is not `body`.
    other: its AMP or print form, where the page itself is only a stub.
    parts: the further pages of an article that is cut into several.

    Logs show where it came from, and neither what it holds nor its headers, which may be secrets.
    """

    url: str
    body: bytes = field(repr=False)
    fetched_at: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    charset: str | None = None
    site: str = ""
    request_url: str = ""
    lease: Lease | None = None
    hints: Mapping[str, object] = field(default_factory=dict)
    rendered: bool = False
    plain: "FetchedPage | None" = None
    other: "FetchedPage | None" = None
    parts: tuple["FetchedPage", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedPage:
    """A page and the article in it.

    duplicate_of: the canonical URL of an earlier article with (nearly) this text. dated_by: what told its day.
    fingerprint: of the text (`crawler.duplicates`), where the worker that cleaned the page made it.
    """

    page: FetchedPage
    article: Article
    duplicate_of: str | None = None
    dated_by: str = ""
    fingerprint: Sequence[int] | None = None
