"""Pages that a browser saved as one MIME file (RFC 2557)."""

from dataclasses import dataclass
from datetime import datetime
from email import errors
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from cleaners.inputs.saved import web_address

PAGES = ("text/html", "application/xhtml+xml")
CUT = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page inside, its address and when it was saved, as far as the file says."""

    data: bytes
    charset: str | None
    url: str | None
    saved_at: datetime | None


def unfold(data: bytes) -> SavedPage | str:
    """The first HTML part of a MIME file, or why there is none to be had."""
    try:
        message = BytesParser().parsebytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:
        return "MIME parts nested too deeply"
    pages = [part for part in parts if part.get_content_type() in PAGES]
    if not pages:
        return "a MIME file without an HTML part"
    page = pages[0]
    if page is parts[-1] and any(isinstance(defect, CUT) for defect in message.defects):
        return "cut off: the MIME file ends inside the page"
    payload = page.get_payload(decode=True)
    return SavedPage(
        data=payload if isinstance(payload, bytes) else b"",
        charset=page.get_content_charset(),
        url=web_address(str(page["Content-Location"] or message["Snapshot-Content-Location"] or "")),
        saved_at=_date(message),
    )


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone() if message["Date"] else None
    except (ValueError, OverflowError):
        return None
