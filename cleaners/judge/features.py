"""The features of every block of a page, as one table: a row a block, a column a feature named in `names`."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Block, Box
from cleaners.judge.kinship import ANCESTORS, Ints, Lineages, branches, deepest, held_prose, inside, lineages
from cleaners.judge.measures import CJK, TAGS, Values, measures
from cleaners.judge.names import NAMES, meanings
from cleaners.page import Page

Floats = NDArray[np.float32]
Raw = Mapping[str, Values]
PLAIN = (
    "words", "commas", "enders", "ends", "ends_colon", "digits", "capitals", "breaks", "quotes", "times", "links",
    "link_share", "bold_share",
)  # fmt: skip

MEANS = ("blocks", "mean size", "link share", "prose share", "prose density", "ends")  # of a group


class Columns:
    """Named columns in the making, one behind the other in memory: there a column is written, and read, at once."""

    def __init__(self, rows: int) -> None:
        self.names: list[str] = []
        self._columns = np.empty((256, rows), dtype=np.float32)

    def add(self, name: str, values: NDArray[np.generic] | float) -> None:
        """Append one column."""
        self._new([name])[0] = values

    def several(self, names: Iterable[str], values: NDArray[np.generic] | Sequence[NDArray[np.generic]]) -> None:
        """Append a column a name."""
        self._new(list(names))[:] = values

    def bits(self, prefix: str, values: Ints, labels: Iterable[str]) -> None:
        """Append one column a bit."""
        names = [f"{prefix} {label}" for label in labels]
        self.several(names, (values >> np.arange(len(names))[:, None]) & 1)

    def around(self, name: str, values: NDArray[np.generic], reach: int = 2) -> None:
        """Append the values of the blocks before and after."""
        for step in range(1, reach + 1):
            self.add(f"{name} {step} before", shift(values, step))
            self.add(f"{name} {step} after", shift(values, -step))

    def table(self) -> Floats:
        """The columns side by side."""
        return self._columns[: len(self.names)].T

    def _new(self, names: list[str]) -> Floats:
        at = len(self.names)
        self.names += names
        if len(self.names) > len(self._columns):
            self._columns = np.concatenate([self._columns, np.empty_like(self._columns)])
        return self._columns[at : len(self.names)]


def side_by_side(*tables: Floats) -> Floats:
    """The columns of several tables of a page (or lone columns) as one table, columns behind each other in memory."""
    return np.concatenate([np.atleast_2d(table.T) for table in tables]).T


def shift(values: NDArray[np.generic], by: int) -> Floats:
    """Values moved `by` places down (up if negative); -1 where there is no neighbour."""
    out = np.full(len(values), -1.0, dtype=np.float32)
    if by > 0:
        out[by:] = values[:-by]
    else:
        out[:by] = values[-by:]
    return out


def number(keys: Iterable[Hashable]) -> Ints:
    """Keys as small integers, equal for equal keys."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of a page with the groups that later features are averaged over."""

    names: list[str]
    table: Floats
    parents: Ints
    styles: Ints
    size: Floats


def sheet(page: Page, title: str, description: str) -> Sheet:
    """Measure every block of a page that has at least one."""
    kin = lineages(page.blocks)
    raw = measures(page.blocks)
    columns = Columns(len(page.blocks))
    places = kin.at.tolist()
    parents = number(kin.parents[at] for at in places)
    grandparents = number(kin.parents[kin.parents[at]] for at in places)
    style = {at: _style(kin.boxes[at]) for at in set(places)}
    styles = number(style[at] for at in places)
    _own(columns, raw, kin, page.blocks)
    _neighbours(columns, raw, parents, styles)
    _groups(columns, raw, {"parent": parents, "style": styles, "grandparent": grandparents})
    _place(columns, raw, kin)
    _kinship(columns, raw, parents, styles, kin)
    _echoes(columns, page.blocks, title, description)
    return Sheet(columns.names, columns.table(), parents, styles, raw["size"].astype(np.float32))


def _style(box: Box | None) -> Hashable:
    if box is None or box.parent is None:
        return box and box.tag
    return (box.tag, box.style, box.parent.tag, box.parent.style)


def _own(columns: Columns, raw: Raw, kin: Lineages, blocks: Sequence[Block]) -> None:
    size = raw["size"].astype(np.float32)
    columns.add("log size", np.log1p(size))
    columns.several(PLAIN, [raw[name] for name in PLAIN])
    columns.add("depth", kin.depths[kin.at])
    columns.add("letters a word", size / raw["words"].astype(np.float32))
    columns.add("starts", raw["starts"])
    columns.bits("sign", raw["signs"].astype(np.int64), ("copyright", "address", "bar"))
    columns.several([f"tag {tags[0]}" for tags in TAGS], raw["tag"] == np.arange(len(TAGS))[:, None])
    inline = np.array([meanings(block.inline) if block.inline else 0 for block in blocks], dtype=np.int64)
    columns.bits("own", kin.of_blocks(kin.own) | inline, NAMES)
    columns.bits("near", kin.of_blocks(kin.near) | inline, NAMES)
    columns.bits("in", kin.of_blocks(kin.tags), (tags[0] for tags in ANCESTORS))


def _neighbours(columns: Columns, raw: Raw, parents: Ints, styles: Ints) -> None:
    columns.around("log size", np.log1p(raw["size"].astype(np.float32)))
    columns.around("link_share", raw["link_share"])
    columns.around("prose", raw["prose"] > 0)
    columns.around("tag", raw["tag"])
    columns.around("ends", raw["ends"], 1)
    for step in (1, -1):
        label = "before" if step > 0 else "after"
        columns.add(f"same parent {label}", shift(parents, step) == parents)
        columns.add(f"same style {label}", shift(styles, step) == styles)


def _groups(columns: Columns, raw: Raw, groups: Mapping[str, Ints]) -> None:
    size, prose, ends = raw["size"], raw["prose"], raw["ends"]
    linked = size * raw["link_share"]
    total = max(1.0, prose.sum())
    for name, group in groups.items():
        count = np.bincount(group)
        sizes = np.bincount(group, size)
        proses = np.bincount(group, prose)
        means = [count, sizes / count, np.bincount(group, linked) / sizes, proses / total, proses / sizes,
                 np.bincount(group, ends) / count]  # fmt: skip
        columns.several([f"{name} {each}" for each in MEANS], np.array(means)[:, group])


def _place(columns: Columns, raw: Raw, kin: Lineages) -> None:
    prose = raw["prose"]
    total = prose.sum()
    count = len(prose)
    order = np.arange(count)
    columns.add("place", order / count)
    columns.add("prose before", (np.cumsum(prose) - prose) / max(1.0, total))
    columns.add("prose own", prose / max(1.0, total))
    columns.add("page blocks", np.log1p(count))
    columns.add("page prose", np.log1p(total))
    columns.add("page link share", raw["link_share"].mean())
    told = np.flatnonzero(prose)
    for name, ahead in (("since prose", False), ("until prose", True)):
        columns.add(name, _distance(order, told, ahead=ahead))
    held = held_prose(prose, kin)
    for share in (0.5, 0.8):
        within = inside(deepest(held, share * total, kin), kin)
        columns.add(f"inside {share}", within)
        spots = np.flatnonzero(within)
        first, last = (spots[0], spots[-1]) if len(spots) else (0, count)
        columns.add(f"place in {share}", (order - first) / max(1, last - first + 1))


def _kinship(columns: Columns, raw: Raw, parents: Ints, styles: Ints, kin: Lineages) -> None:
    """How a block stands to the parent and the style that hold most prose.

    The paragraphs of a body share a parent; comments and teasers look alike but have a parent each.
    """
    pairs = np.unique(styles * len(parents) + parents) // len(parents)
    columns.add("style parents", np.bincount(pairs)[styles])
    columns.add("style parents a block", (np.bincount(pairs) / np.bincount(styles))[styles])
    main_parent = int(np.bincount(parents, raw["prose"]).argmax())
    main_style = int(np.bincount(styles, raw["prose"]).argmax())
    columns.add("main parent", parents == main_parent)
    columns.add("main style", styles == main_style)
    usual = max(1.0, float(raw["length"][styles == main_style].mean()))
    columns.add("size to main style", np.minimum(raw["length"] / usual, 20))
    first = kin.at[int((parents == main_parent).argmax())]
    shared, below, names = branches(kin.parents[first], kin)
    columns.add("shared depth", shared / max(1, shared.max()))
    columns.add("below shared", below)
    columns.bits("branch", names, NAMES)


def _distance(order: Ints, marks: Ints, *, ahead: bool) -> Floats:
    """How many blocks to the nearest mark before (or ahead), 99 at most and where there is none."""
    if not len(marks):
        return np.full(len(order), 99, dtype=np.float32)
    spots = np.searchsorted(marks, order, side="left" if ahead else "right") - (0 if ahead else 1)
    valid = (spots >= 0) & (spots < len(marks))
    far = np.abs(marks[np.clip(spots, 0, len(marks) - 1)] - order)
    return np.where(valid, np.minimum(far, 99), 99).astype(np.float32)


def _echoes(columns: Columns, blocks: Sequence[Block], title: str, description: str) -> None:
    """How much a block repeats the title, the description, or another block."""
    titles, described = frozenset(_words(title)), frozenset(_words(description))
    told = titles | described
    overlaps = [_overlaps(_words(block.text[:400]), told, titles, described) for block in blocks]
    in_title, in_description = np.array(overlaps).T
    texts = Counter(block.text for block in blocks)
    columns.add("title overlap", in_title)
    columns.add("description overlap", in_description)
    columns.add("copies", np.array([min(texts[block.text], 9) for block in blocks]))
    best = int(in_title.argmax()) if titles and in_title.max() > 0.5 else -1
    columns.add("since title", np.clip(np.arange(len(blocks)) - best, -50, 50) if best >= 0 else 99)
    columns.add("title blocks", (in_title > 0.8).sum())


def _words(text: str) -> Sequence[str]:
    """The words of a text; pairs of characters where its script sets no spaces between words."""
    lower = text.lower()
    if lower.isascii() or not CJK.search(lower):
        return lower.split()
    return [first + second for first, second in pairwise("".join(lower.split()))]


def _overlaps(words: Sequence[str], told: frozenset[str], *parts: frozenset[str]) -> Sequence[float]:
    """Jaccard index of a bag of words with each part of what is told."""
    if told.isdisjoint(words):
        return [0.0] * len(parts)
    bag = frozenset(words)
    return [len(bag & part) / len(bag | part) if part else 0.0 for part in parts]
