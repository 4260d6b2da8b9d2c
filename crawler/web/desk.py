"""What all pages share: the store, the archive, the cleaners, the templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import compare_digest, token_urlsafe
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from cleaners.inputs import Source
from cleaners.worker import Outcome
from crawler.archive.place import Place
from crawler.store import Store
from crawler.web.cleaning import Cleaning
from crawler.web.formats import FILTERS
from crawler.web.rate import Bucket


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to serve. store: a database URL. archive: where the WARC files lie that belong to it.

    page_bytes, clean_seconds: limits for one page that is sent in to be cleaned; clean_per_minute: for all of them.
    """

    store: str
    archive: Place | None = None
    page_bytes: int = 5_000_000
    clean_seconds: float = 10.0
    clean_per_minute: float = 60.0


def _templates() -> Environment:
    """Every value is escaped, everywhere; a name that a page does not set is a fault."""
    found = Environment(
        loader=PackageLoader("crawler.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """The open store and what goes with it. token: what a form must bring that changes something."""

    settings: Settings
    store: Store
    cleaning: Cleaning
    bucket: Bucket
    templates: Environment = field(default_factory=_templates)
    token: str = field(default_factory=token_urlsafe)

    @classmethod
    def open(cls, settings: Settings, store: Store) -> "Desk":
        """A desk with one worker process."""
        return cls(settings, store, Cleaning(store, settings.clean_seconds), Bucket(settings.clean_per_minute))

    def page(self, request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """A page from its template."""
        shared = {"path": request.url.path, "token": self.token, "has_archive": self.settings.archive is not None}
        return HTMLResponse(self.templates.get_template(name).render({**shared, **values}), status_code=status)

    def check(self, token: str) -> None:
        """Raise HTTPException (403) where a form is not one of ours."""
        if not compare_digest(token.encode(), self.token.encode()):
            raise HTTPException(403, "the form is older than this server: load its page again")

    def clean(self, source: Source) -> Outcome:
        """Clean a page, within limits; waits for it."""
        return self.cleaning.submit(source).result()


def desk_of(request: Request) -> Desk:
    """The desk of the application that got the request."""
    return cast("Desk", request.app.state.desk)
