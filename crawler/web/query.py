"""The filter that an address of the articles page stands for, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import urlencode

from crawler.store.listing import Cursor, Filter, Order
from crawler.store.terms import finds, read_terms

ORDERS = {"newest": "newest first", "oldest": "oldest first", "best": "best match first"}
FIELDS = ("q", "host", "language", "section", "since", "until", "order", "repeats")
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: the fields as typed, the filter they mean, and what is wrong with them."""

    fields: Mapping[str, str]
    wanted: Filter
    after: Cursor | None
    faults: tuple[str, ...]

    def address(self, path: str = "/articles", after: Cursor | None = None) -> str:
        """The address of the same question, from another place on."""
        given = {name: value for name, value in self.fields.items() if value}
        if after:
            given["after"] = str(after)
        return f"{path}?{urlencode(given)}" if given else path


def read_query(given: Mapping[str, str]) -> Query:
    """The question in the parameters of an address; what cannot be understood is named and left out."""
    fields = {name: given.get(name, "")[:LONGEST].strip() for name in FIELDS}
    faults: list[str] = []
    terms = read_terms(fields["q"])
    if fields["q"] and not finds(terms):
        faults.append("Name at least one word to look for.")
    wanted = Filter(
        terms=terms,
        host=fields["host"] or None,
        language=fields["language"] or None,
        section=fields["section"] or None,
        since=_day(fields["since"], faults),
        until=_day(fields["until"], faults, end=True),
        repeats=fields["repeats"] == "yes",
        order=_order(fields["order"], searching=bool(terms)),
    )
    return Query(fields, wanted, Cursor.read(given.get("after", "")), tuple(faults))


def _order(name: str, *, searching: bool) -> Order:
    if name not in ORDERS or (name == "best" and not searching):
        return "newest"
    return cast("Order", name)


def _day(written: str, faults: list[str], *, end: bool = False) -> float | None:
    """The beginning of a day, or its end, in seconds since 1970."""
    if not written:
        return None
    try:
        day = datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
        return (day + timedelta(days=1) if end else day).timestamp()
    except (ValueError, OverflowError):
        faults.append(f"{written} is no date: write it like 2026-01-31.")
        return None
