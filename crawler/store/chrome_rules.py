"""What people decided about learned chrome: rules that hold whatever is learned later."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Literal, NamedTuple, cast

from sqlalchemy import Column, Connection, Float, Integer, String, Table, Text, delete, func, select

from cleaners.places import shape
from cleaners.profile import SiteProfile
from crawler.store.dialects import Dialect
from crawler.store.schema import metadata

Kind = Literal["line", "shape", "path"]
Decision = Literal["approve", "forbid"]
Counted = dict[str, dict[str, int]]

chrome_rules = Table(
    "chrome_rules",
    metadata,
    Column("host", Text, primary_key=True, comment="as site profiles name it"),
    Column("kind", String(8), primary_key=True, comment="line, shape (a text but for numbers) or path"),
    Column("place", Text, primary_key=True, comment="the element that the text stands in"),
    Column("text", Text, primary_key=True),
    Column("decision", String(8), nullable=False, comment="approve or forbid"),
    Column("times", Integer, nullable=False, comment="articles that it was seen on when that was decided"),
    Column("decided_at", Float, nullable=False),
)


class Entry(NamedTuple):
    """Something of a site that a profile takes for chrome."""

    host: str
    kind: Kind
    place: str
    text: str


class Rule(NamedTuple):
    """A decision. approve: always chrome, forbid: never. times: on how many articles it was seen by then."""

    entry: Entry
    decision: Decision
    times: int


def create(connection: Connection, _dialect: Dialect) -> None:
    """The step that makes the table."""
    chrome_rules.create(connection)


def load(connection: Connection, host: str | None = None) -> list[Rule]:
    """The rules, of one host or of all."""
    query = select(chrome_rules).order_by(*chrome_rules.primary_key)
    rows = connection.execute(query if host is None else query.where(chrome_rules.c.host == host))
    return [
        Rule(Entry(row.host, cast("Kind", row.kind), row.place, row.text), cast("Decision", row.decision), row.times)
        for row in rows
    ]


def decide(connection: Connection, dialect: Dialect, rule: Rule, now: float) -> None:
    """Keep a rule, in place of an earlier one about the same entry."""
    values = rule.entry._asdict() | {"decision": rule.decision, "times": rule.times, "decided_at": now}
    statement = dialect.upsert(chrome_rules).values(values)
    changed = {name: values[name] for name in ("decision", "times", "decided_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=list(Entry._fields), set_=changed))


def forget(connection: Connection, entry: Entry) -> None:
    """Take a decision back."""
    same = (chrome_rules.c[name] == value for name, value in entry._asdict().items())
    connection.execute(delete(chrome_rules).where(*same))


def stamp(connection: Connection) -> tuple[float | None, int]:
    """When the last rule was made, and how many there are."""
    last, count = connection.execute(select(func.max(chrome_rules.c.decided_at), func.count())).one()
    return last, count


def apply(learned: Mapping[str, SiteProfile], rules: Iterable[Rule]) -> dict[str, SiteProfile]:
    """The profiles as the rules want them, by host."""
    ruled = dict(learned)
    for host, found in groupby(sorted(rules), key=lambda rule: rule.entry.host):
        mine = list(found)
        profile = ruled.get(host) or SiteProfile(host=host, pages=max(rule.times for rule in mine))
        ruled[host] = _ruled(profile, mine)
    return ruled


def _ruled(profile: SiteProfile, rules: Iterable[Rule]) -> SiteProfile:
    lines, edges, shapes = map(_copy, (profile.lines, profile.edges, profile.shapes))
    paths = dict(profile.chrome_paths)
    for (_, kind, place, text), decision, times in sorted(rules, key=lambda rule: rule.decision, reverse=True):
        if kind == "path":
            homes = [paths]
        elif kind == "shape":
            homes = [shapes.setdefault(place, {})]
        else:
            homes = [found.setdefault(place, {}) for found in (lines, edges)]
        if decision == "approve":
            homes[0].setdefault(text, times)
            continue
        for home in homes:
            home.pop(text, None)
        if kind == "line":
            shapes.get(place, {}).pop(shape(text), None)  # it would take the text all the same
    return replace(profile, lines=lines, edges=edges, shapes=shapes, chrome_paths=paths)


def _copy(recurring: Mapping[str, Mapping[str, int]]) -> Counted:
    return {place: dict(texts) for place, texts in recurring.items()}


def without(profile: SiteProfile, entry: Entry) -> SiteProfile:
    """The profile as if the entry had not been learned."""
    return _ruled(profile, [Rule(entry, "forbid", 0)])
