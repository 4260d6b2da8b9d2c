"""A page of one's own, cleaned and explained."""

import re
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cleaners.explain import Explanation
from cleaners.inputs import Refused, Source
from crawler.web.body import read_form
from crawler.web.clean import rated
from crawler.web.desk import Desk, desk_of
from crawler.web.raw import explained, is_address, raw_page

MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|article|section|main|h1|span|table)\b", re.IGNORECASE)
FORM_FACTOR = 3  # a form's encoding of a byte takes up to three
EMPTY = {"content": "", "url": "", "explanation": None}


def try_page(request: Request) -> Response:
    """The form; an address in ?url= is filled in."""
    values = EMPTY | {"url": request.query_params.get("url", "")}
    return desk_of(request).page(request, "try.html", values)


async def judge(request: Request) -> Response:
    """What becomes of a page: pasted, or of a stored address."""
    desk = desk_of(request)
    form = await read_form(request, FORM_FACTOR * desk.settings.page_bytes)
    desk.check(form.get("token", ""))
    rated(desk)
    content, url = form.get("content", ""), form.get("url", "").strip()
    explanation = await run_in_threadpool(_explain, desk, content, url)
    return desk.page(request, "try.html", {"content": content, "url": url, "explanation": explanation})


def _explain(desk: Desk, content: str, url: str) -> Explanation | Refused:
    source = _source(desk, content, url)
    return source if isinstance(source, Refused) else explained(desk.clean(source), source.name)


def _source(desk: Desk, content: str, url: str) -> Source | Refused:
    address = url if is_address(url) else None
    if content.strip():
        kind: Literal["html", "text"] = "html" if MARKUP.search(content) else "text"
        data = content.encode("utf-8", "replace")
        return Source(name=address or "what was pasted", data=data, kind=kind, url=address, charset="utf-8")
    if address:
        return raw_page(desk, address)
    return Refused(name="form", reason="paste a page or a text, or name the address of an archived page")
