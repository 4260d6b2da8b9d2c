"""What a step may know beside the page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners.article import Article
from cleaners.options import CleanOptions

if TYPE_CHECKING:
    from cleaners.profile import SiteProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was known before the steps ran.

    meta: an Article without text. stated_body: the body as the page's metadata gives it, or "". kind: what the page
    calls itself in Open Graph ("article", "website"), or "". profile: of the page's host, where one was learned.
    """

    meta: Article
    options: CleanOptions
    stated_body: str = ""
    kind: str = ""
    profile: "SiteProfile | None" = None
