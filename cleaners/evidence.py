"""What the pages of one site say together: from remembered pages to a profile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cleaners.digest import Digest, Line
from cleaners.places import LONG, inside, shape
from cleaners.profile import Recurring, SiteProfile

FEWEST = 3  # articles; what only two share may be a quote, a correction or wire copy
SAME = 0.6  # of the shorter one's text in common makes two pages one article
NEVER, ALWAYS = 0.05, 0.9  # shares of kept blocks under a path
BLOCKS = 8  # under a path, before its share says anything
JUDGED = frozenset(("widgets", "main_content", "end_markers", ""))  # of the place; the others speak of the words


def articles(digests: Sequence[Digest]) -> list[list[Digest]]:
    """The pages grouped: two copies of one article, or its versions, are one group."""
    groups: list[tuple[dict[str, int], list[Digest]]] = []
    for each in sorted(digests, key=lambda digest: digest.key):
        kept = {line.text: len(line.text) for line in each.lines if line.kept}
        home = next((group for group in groups if _same(kept, group[0])), None)
        if home is None:
            groups.append((kept, [each]))
        else:
            home[1].append(each)
    return [pages for _, pages in groups]


def _same(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    shared = sum(size for text, size in one.items() if text in other)
    return shared > SAME * min(sum(one.values()), sum(other.values()))


@dataclass(slots=True)
class _Tally:
    """In which articles something was met, in which of them inside the text, and how many blocks of it were kept."""

    articles: set[int] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)
    blocks: int = 0
    kept: int = 0
    linked: int = 0  # blocks that lead elsewhere
    alone: int = 0  # blocks under a path where nothing but such texts stands, headings not counted

    def note(self, article: int, *, kept: bool, within: bool) -> None:
        self.articles.add(article)
        if within:
            self.inside.add(article)
        self.blocks += 1
        self.kept += kept

    def sort(self) -> str:
        """Whether "chrome" or "body" stands there, both ("mixed"), or "" where too few articles have anything there."""
        if len(self.articles) < FEWEST:
            return ""
        share = self.kept / self.blocks if self.blocks >= BLOCKS else 0.5
        return "chrome" if share <= NEVER else "body" if share >= ALWAYS else "mixed"

    def chance(self) -> int:
        """How likely the next block is text, in percent, by Laplace's rule of succession."""
        return round(100 * (self.kept + 1) / (self.blocks + 2))


_Tallies = dict[tuple[str, str], _Tally]


class Evidence:
    """Counts over the articles of one site."""

    def __init__(self, groups: Sequence[Sequence[Digest]]) -> None:
        """groups: as `articles` makes them."""
        self._articles = len(groups)
        self._lines: _Tallies = {}
        self._shapes: _Tallies = {}
        self._paths: dict[str, _Tally] = {}
        self._roles: dict[str, dict[str, set[int]]] = {}
        pages = [(article, page) for article, group in enumerate(groups) for page in group]
        seen: dict[tuple[str, str], set[int]] = {}
        for article, page in pages:
            for line in page.lines:
                seen.setdefault((line.place, line.text), set()).add(article)
        self._recurring = {place for place, found in seen.items() if len(found) >= FEWEST}
        self._own_paths = {line.path for _, page in pages for line in page.lines if not self._repeats(line)}
        for article, page in pages:
            self._count(article, page.lines)

    def _repeats(self, line: Line) -> bool:
        return (line.place, line.text) in self._recurring

    def _own(self, line: Line) -> bool:
        return line.kept and not self._repeats(line)

    def _count(self, article: int, lines: Sequence[Line]) -> None:
        within = inside([line.long and self._own(line) for line in lines])
        for at, line in enumerate(lines):
            inner = at in within
            place = (line.place, line.text)
            if self._repeats(line):
                alone = bool(line.path) and line.path not in self._own_paths and not line.heading
                tally = self._lines.setdefault(place, _Tally())
                tally.note(article, kept=line.kept, within=inner)
                tally.alone += alone
            elif line.path and line.step in JUDGED:
                self._paths.setdefault(line.path, _Tally()).note(article, kept=line.kept, within=inner)
            if model := shape(line.text):
                tally = self._shapes.setdefault((line.place, model), _Tally())
                tally.note(article, kept=line.kept, within=inner)
                tally.linked += line.linked
            if line.path and line.step in {"byline", "dateline"}:
                self._roles.setdefault(line.step, {}).setdefault(line.path, set()).add(article)
        self._count_standfirst(article, [line for line in lines if line.prose and self._own(line)])

    def _count_standfirst(self, article: int, body: Sequence[Line]) -> None:
        """The first paragraph stands apart where no other one of the page has its path."""
        if len(body) > 2 and body[0].path and all(line.path != body[0].path for line in body[1:]):
            self._roles.setdefault("standfirst", {}).setdefault(body[0].path, set()).add(article)

    def profile(self, host: str) -> SiteProfile:
        """What was seen often enough."""
        return SiteProfile(
            host=host,
            pages=self._articles,
            lines=_texts(self._lines, _everywhere),
            edges=_texts(self._lines, lambda place, tally: not _everywhere(place, tally)),
            shapes=_texts(self._shapes, lambda place, tally: _mostly_dropped(place, tally) or _leads_elsewhere(tally)),
            chrome_paths=self._places("chrome", lambda tally: len(tally.articles)),
            body_paths=self._places("body", lambda tally: len(tally.articles)),
            mixed_paths=self._places("mixed", _Tally.chance),
            standfirst=self._role("standfirst"),
            byline=self._role("byline"),
            date=self._role("dateline"),
        )

    def _places(self, sort: str, value: Callable[[_Tally], int]) -> Mapping[str, int]:
        return _by_count({path: value(tally) for path, tally in self._paths.items() if tally.sort() == sort})

    def _role(self, role: str) -> str:
        places = self._roles.get(role, {})
        best = min(places, key=lambda path: (-len(places[path]), path), default="")
        return best if best and len(places[best]) >= FEWEST else ""


def _everywhere(place: tuple[str, str], tally: _Tally) -> bool:
    """Whether a recurring text is chrome between paragraphs as well: a subheading that many articles share is not."""
    inner = len(tally.inside) >= FEWEST
    return inner and (len(place[1]) >= LONG or tally.alone == tally.blocks or _mostly_dropped(place, tally))


def _mostly_dropped(place: tuple[str, str], tally: _Tally) -> bool:
    del place
    return len(tally.articles) >= FEWEST and 2 * tally.kept < tally.blocks


def _leads_elsewhere(tally: _Tally) -> bool:
    """Whether a shape is that of a link, as "Read our full review of …": it may stand between paragraphs as well."""
    return len(tally.articles) >= FEWEST and tally.linked == tally.blocks


def _texts(tallies: _Tallies, fits: Callable[[tuple[str, str], _Tally], bool]) -> Recurring:
    """The texts that fit, by place, with the number of articles each text was seen on there."""
    places: dict[str, dict[str, int]] = {}
    for place, tally in tallies.items():
        if fits(place, tally):
            places.setdefault(place[0], {})[place[1]] = len(tally.articles)
    return {place: _by_count(texts) for place, texts in sorted(places.items())}


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
