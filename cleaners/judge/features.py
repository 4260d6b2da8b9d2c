"""The features of every block of a page, as one table: a row a block, a column a feature named in `names`."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.blocks import Block
from cleaners.judge.kinship import Lineages, branches, deepest, held_prose, inside
from cleaners.judge.measures import ANCESTORS, TAGS, Measure, lineages, measure
from cleaners.judge.names import NAMES
from cleaners.page import Page

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Columns:
    """Named columns in the making."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.arrays: list[Floats] = []

    def add(self, name: str, values: NDArray[np.generic]) -> None:
        """Append one column."""
        self.names.append(name)
        self.arrays.append(values.astype(np.float32))

    def bits(self, prefix: str, values: Ints, labels: Iterable[str]) -> None:
        """Append one column a bit."""
        for position, label in enumerate(labels):
            self.add(f"{prefix} {label}", (values >> position) & 1)

    def around(self, name: str, values: NDArray[np.generic], reach: int = 2) -> None:
        """Append the values of the blocks before and after."""
        for step in range(1, reach + 1):
            self.add(f"{name} {step} before", shift(values, step))
            self.add(f"{name} {step} after", shift(values, -step))

    def table(self) -> Floats:
        """The columns side by side."""
        return np.column_stack(self.arrays)


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
    known = lineages(page.blocks)
    measures = [measure(block, known[block.box]) for block in page.blocks]
    raw = {name: np.array(values) for name, values in zip(Measure._fields, zip(*measures, strict=True), strict=True)}
    columns = Columns()
    parents = number(block.box and block.box.parent for block in page.blocks)
    styles = number(_style(block) for block in page.blocks)
    _own(columns, raw)
    _neighbours(columns, raw, parents, styles)
    _groups(columns, raw, {"parent": parents, "style": styles, "grandparent": number(map(_grandparent, page.blocks))})
    _place(columns, raw, page.blocks, known)
    _kinship(columns, Kin(page.blocks, raw["prose"].astype(np.float64), parents, styles, known))
    _echoes(columns, page.blocks, title, description)
    return Sheet(columns.names, columns.table(), parents, styles, raw["size"].astype(np.float32))


def _style(block: Block) -> Hashable:
    box = block.box
    if box is None or box.parent is None:
        return block.tag
    return (box.tag, box.style, box.parent.tag, box.parent.style)


def _grandparent(block: Block) -> Hashable:
    return block.box and block.box.parent and block.box.parent.parent


def _own(columns: Columns, raw: dict[str, NDArray[np.generic]]) -> None:
    columns.add("log size", np.log1p(raw["size"].astype(np.float32)))
    for name in ("words", "commas", "enders", "ends", "ends_colon", "digits", "capitals", "breaks", "quotes", "times",
                 "links", "link_share", "bold_share", "depth"):  # fmt: skip
        columns.add(name, raw[name])
    columns.add("letters a word", raw["size"].astype(np.float32) / raw["words"].astype(np.float32))
    columns.add("starts", raw["starts"])
    columns.bits("sign", raw["signs"].astype(np.int64), ("copyright", "address", "bar"))
    for position, tags in enumerate(TAGS):
        columns.add(f"tag {tags[0]}", raw["tag"] == position)
    columns.bits("own", raw["own"].astype(np.int64), NAMES)
    columns.bits("near", raw["near"].astype(np.int64), NAMES)
    columns.bits("in", raw["ancestors"].astype(np.int64), (tags[0] for tags in ANCESTORS))


def _neighbours(columns: Columns, raw: dict[str, NDArray[np.generic]], parents: Ints, styles: Ints) -> None:
    columns.around("log size", np.log1p(raw["size"].astype(np.float32)))
    columns.around("link_share", raw["link_share"])
    columns.around("prose", raw["prose"].astype(np.float32) > 0)
    columns.around("tag", raw["tag"])
    columns.around("ends", raw["ends"], 1)
    for step in (1, -1):
        label = "before" if step > 0 else "after"
        columns.add(f"same parent {label}", shift(parents, step) == parents)
        columns.add(f"same style {label}", shift(styles, step) == styles)


def _groups(columns: Columns, raw: dict[str, NDArray[np.generic]], groups: dict[str, Ints]) -> None:
    size = raw["size"].astype(np.float64)
    prose = raw["prose"].astype(np.float64)
    linked = size * raw["link_share"].astype(np.float64)
    total = max(1.0, prose.sum())
    for name, group in groups.items():
        count = np.bincount(group)
        sizes = np.bincount(group, size)
        proses = np.bincount(group, prose)
        columns.add(f"{name} blocks", count[group])
        columns.add(f"{name} mean size", (sizes / count)[group])
        columns.add(f"{name} link share", (np.bincount(group, linked) / sizes)[group])
        columns.add(f"{name} prose share", (proses / total)[group])
        columns.add(f"{name} prose density", (proses / sizes)[group])
        columns.add(f"{name} ends", (np.bincount(group, raw["ends"].astype(np.float64)) / count)[group])


def _place(columns: Columns, raw: dict[str, NDArray[np.generic]], blocks: tuple[Block, ...], known: Lineages) -> None:
    prose = raw["prose"].astype(np.float64)
    total = prose.sum()
    count = len(blocks)
    order = np.arange(count)
    columns.add("place", order / count)
    columns.add("prose before", (np.cumsum(prose) - prose) / max(1.0, total))
    columns.add("prose own", prose / max(1.0, total))
    columns.add("page blocks", np.full(count, np.log1p(count)))
    columns.add("page prose", np.full(count, np.log1p(total)))
    columns.add("page link share", np.full(count, raw["link_share"].mean()))
    told = np.flatnonzero(prose)
    for name, ahead in (("since prose", False), ("until prose", True)):
        columns.add(name, _distance(order, told, ahead=ahead))
    held = held_prose(blocks, prose, known)
    for share in (0.5, 0.8):
        within = inside(blocks, deepest(held, share * total), known)
        columns.add(f"inside {share}", within)
        spots = np.flatnonzero(within)
        first, last = (spots[0], spots[-1]) if len(spots) else (0, count)
        columns.add(f"place in {share}", (order - first) / max(1, last - first + 1))


class Kin(NamedTuple):
    """The blocks of a page, how much prose each holds, and how they are grouped."""

    blocks: tuple[Block, ...]
    prose: NDArray[np.float64]
    parents: Ints
    styles: Ints
    known: Lineages


def _kinship(columns: Columns, kin: Kin) -> None:
    """How a block stands to the parent and the style that hold most prose.

    The paragraphs of a body share a parent; comments and teasers look alike but have a parent each.
    """
    blocks, prose, parents, styles, known = kin
    pairs = np.unique(np.stack([styles, parents]), axis=1)[0]
    columns.add("style parents", np.bincount(pairs, minlength=styles.max() + 1)[styles])
    columns.add("style parents a block", (np.bincount(pairs) / np.bincount(styles))[styles])
    main_parent = int(np.bincount(parents, prose).argmax())
    main_style = int(np.bincount(styles, prose).argmax())
    columns.add("main parent", parents == main_parent)
    columns.add("main style", styles == main_style)
    sizes = np.array([len(block.text) for block in blocks], dtype=np.float64)
    usual = max(1.0, float(sizes[styles == main_style].mean()))
    columns.add("size to main style", np.minimum(sizes / usual, 20))
    first = blocks[int((parents == main_parent).argmax())].box
    branch = branches(blocks, first and first.parent, known)
    columns.add("shared depth", branch[:, 0] / max(1, branch[:, 0].max()))
    columns.add("below shared", branch[:, 1])
    columns.bits("branch", branch[:, 2], NAMES)


def _distance(order: Ints, marks: Ints, *, ahead: bool) -> Floats:
    """How many blocks to the nearest mark before (or ahead), 99 at most and where there is none."""
    if not len(marks):
        return np.full(len(order), 99, dtype=np.float32)
    spots = np.searchsorted(marks, order, side="left" if ahead else "right") - (0 if ahead else 1)
    valid = (spots >= 0) & (spots < len(marks))
    far = np.abs(marks[np.clip(spots, 0, len(marks) - 1)] - order)
    return np.where(valid, np.minimum(far, 99), 99).astype(np.float32)


def _echoes(columns: Columns, blocks: tuple[Block, ...], title: str, description: str) -> None:
    """How much a block repeats the title, the description, or another block."""
    titles, described = _word_set(title), _word_set(description)
    texts: dict[str, int] = {}
    for block in blocks:
        texts[block.text] = texts.get(block.text, 0) + 1
    bags = [_word_set(block.text[:400]) for block in blocks]
    in_title = np.array([_overlap(bag, titles) for bag in bags])
    columns.add("title overlap", in_title)
    columns.add("description overlap", np.array([_overlap(bag, described) for bag in bags]))
    columns.add("copies", np.array([min(texts[block.text], 9) for block in blocks]))
    best = int(in_title.argmax()) if titles and in_title.max() > 0.5 else -1
    columns.add(
        "since title", np.clip(np.arange(len(blocks)) - best, -50, 50) if best >= 0 else np.full(len(blocks), 99)
    )
    columns.add("title blocks", np.full(len(blocks), (in_title > 0.8).sum()))


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _overlap(bag: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index of two sets of words."""
    shared = len(bag & other)
    return shared / (len(bag) + len(other) - shared) if shared else 0.0
