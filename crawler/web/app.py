"""The application: addresses, and what is opened and closed with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cleaners.inputs import Source
from crawler.errors import UnavailableError
from crawler.store import open_store
from crawler.web.article import article_page, original
from crawler.web.articles import articles_page, export
from crawler.web.clean import clean
from crawler.web.deciding import decide, example
from crawler.web.desk import Desk, Settings, desk_of
from crawler.web.guard import Guard
from crawler.web.overview import overview_page
from crawler.web.sites import site_page, sites_page
from crawler.web.try_it import judge, try_page

__all__ = ["Settings", "make_app"]

ROUTES = (
    Route("/", overview_page),
    Route("/articles", articles_page),
    Route("/articles.{form:str}", export),
    Route("/article/{id:int}", article_page),
    Route("/article/{id:int}/original", original),
    Route("/sites", sites_page),
    Route("/site/{name:path}", site_page),
    Route("/chrome", decide, methods=["POST"]),
    Route("/chrome/{entry:str}", example),
    Route("/try", try_page, methods=["GET"]),
    Route("/try", judge, methods=["POST"]),
    Route("/clean", clean, methods=["POST"]),
    Mount("/static", StaticFiles(packages=[("crawler.web", "static")])),
)


def make_app(settings: Settings) -> Starlette:
    """The application on an open store.

    Raises UnavailableError or SettingsError where the store cannot be used.
    """
    store = open_store(settings.store, create=False)
    desk = Desk.open(settings, store)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        desk.cleaning.submit(Source(name="first page", data=b"<p>The first page takes longer.</p>"))
        yield
        desk.cleaning.close()
        store.close()

    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard)],
        lifespan=lifespan,
        exception_handlers={HTTPException: _refused, UnavailableError: _unavailable},
    )
    app.state.desk = desk
    return app


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    detail = str(getattr(error, "detail", error))
    if request.url.path == "/clean":
        return JSONResponse({"error": detail}, status_code=status, headers=headers)
    response = desk_of(request).page(request, "error.html", {"detail": detail, "status": status}, status)
    response.headers.update(headers or {})
    return response


def _unavailable(_request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", status_code=503)
