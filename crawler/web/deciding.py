"""Approving, forbidding and forgetting learned chrome, and finding a page that shows it."""

import time
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cleaners.digest import Line
from cleaners.inputs import Source
from cleaners.places import shape
from crawler.store import chrome_rules, listing, profiles, records, runs
from crawler.store.chrome_rules import Entry, Rule
from crawler.store.listing import Filter
from crawler.web.body import read_form
from crawler.web.chrome import Learned, host_of, read_chrome
from crawler.web.desk import Desk, desk_of
from crawler.web.raw import raw_page

FORM_BYTES = 10_000
LOOKED_AT = 12  # articles, for one that shows an entry


async def decide(request: Request) -> Response:
    """Keep a decision about an entry, then show the site again.

    Raises HTTPException: 403 for a form that is not ours, 404 for an unknown site or entry, 400 for another decision.
    """
    desk = desk_of(request)
    form = await read_form(request, FORM_BYTES)
    desk.check(form.get("token", ""))
    site, decision, now = form.get("site", ""), form.get("decision", ""), time.time()
    with desk.store.writing() as connection:
        chosen, _ = _chosen(connection, site, form.get("entry", ""))
        if decision == "forget":
            profiles.forget(connection, desk.store.dialect, chosen.entry, now)
        elif decision in ("approve", "forbid"):
            rule = Rule(chosen.entry, "approve" if decision == "approve" else "forbid", chosen.times)
            chrome_rules.decide(connection, desk.store.dialect, rule, now)
        else:
            raise HTTPException(400, "One can approve, forbid or forget.")
    anchor = "chrome" if decision == "forget" else chosen.name
    return RedirectResponse(f"/site/{quote(site)}#{anchor}", 303)


def example(request: Request) -> Response:
    """Go to the block of an archived article that an entry takes.

    Raises HTTPException (404) where none of the newest articles shows it.
    """
    desk, site = desk_of(request), request.query_params.get("site", "")
    with desk.store.reading() as connection:
        chosen, host = _chosen(connection, site, request.path_params["entry"])
        wanted = Filter(host=host, repeats=True)
        ids = listing.page(connection, desk.store.dialect, wanted, limit=LOOKED_AT).ids
    for number in ids:
        at = next((at for at, line in enumerate(_lines(desk, number)) if _shows(line, chosen.entry)), None)
        if at is not None:
            return RedirectResponse(f"/article/{number}?view=removed#block-{at}")
    raise HTTPException(404, f"None of the last {LOOKED_AT} articles of {site} that are archived shows it.")


def _chosen(connection: Connection, site: str, name: str) -> tuple[Learned, str]:
    """The entry that a page calls so, and the host of its site's articles."""
    history = runs.history(connection, site, 1)
    known = read_chrome(connection, host_of(history[0].url), most=None).entries if history else ()
    chosen = next((each for each in known if each.name == name), None)
    if chosen is None:
        raise HTTPException(404, "That is not learned any more: load the page of the site again.")
    return chosen, urlsplit(history[0].url).netloc


def _lines(desk: Desk, number: int) -> list[Line]:
    """The blocks of an article's page, as learning sees them."""
    with desk.store.reading() as connection:
        newest = records.versions(connection, number)[-1]
    source = raw_page(desk, str(newest["url"]), str(newest["canonical_url"]))
    learned = desk.clean(source).learned if isinstance(source, Source) else None
    return [line for digest in learned.digests.values() for line in digest.lines] if learned else []


def _shows(line: Line, entry: Entry) -> bool:
    if entry.kind == "path":
        return line.path == entry.text
    return line.place == entry.place and entry.text in (line.text, shape(line.text))
