"""Parts of a page that its own markup names: comments, share bars, consent banners, newsletter forms."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from cleaners.blocks import HEADINGS, Block, Box
from cleaners.context import Context
from cleaners.lines import is_prose
from cleaners.page import Page
from cleaners.phrases import tables
from cleaners.verdicts import Finding, Verdicts

REASONS = {
    "comments": "reader comments",
    "social": "share or follow buttons",
    "consent": "consent banner",
    "newsletter": "sign-up form",
    "related": "links to other articles",
    "advertisement": "advertisement",
    "author": "box about the author",
    "controls": "page control",
}
# their names speak of the whole page, not of a part; a heading's id is often its text
NO_PART = HEADINGS | frozenset(("html", "body", "main", "article"))


def widgets(page: Page, verdicts: Verdicts, context: Context) -> Iterator[Finding]:
    """Drop what stands under an element with a known name, unless that is where most of the page's prose is."""
    del context
    if page.root is None or verdicts.complete():
        return
    found: dict[str, list[Block]] = {}
    prose, inside = 0, dict.fromkeys(REASONS, 0)
    for block, sort in zip(page.blocks, _sorts(page.blocks), strict=True):
        size = len(block.text) if is_prose(block) else 0
        prose += size
        if sort:
            inside[sort] += size
            found.setdefault(sort, []).append(block)
    outside = prose - sum(inside.values())
    for sort, blocks in found.items():
        if inside[sort] <= outside or (sort == "comments" and outside > 300):
            for block in blocks:
                if verdicts.kept(block.index):
                    yield Finding(block.index, keep=False, reason=REASONS[sort])


def _sorts(blocks: Sequence[Block]) -> Iterator[str]:
    """The sort of the outermost known element around each block, empty where there is none; boxes are read once."""
    known: dict[Box | None, str] = {None: ""}
    for block in blocks:
        box, path = block.box, []
        while box is not None and box not in known:
            path.append(box)
            box = box.parent
        sort = known[box]
        while path:
            box = path.pop()
            known[box] = sort = sort or ("" if not box.names or box.tag in NO_PART else _sort(box.names))
        yield sort


@lru_cache(maxsize=4_096)
def _sort(names: str) -> str:
    """The sort of widget that one of the names belongs to; empty where none does."""
    known, stated = _names(), names.split()
    return "" if known.keys().isdisjoint(stated) else next(known[name] for name in stated if name in known)


@cache
def _names() -> dict[str, str]:
    """Sort of widget by name."""
    return {name: sort for table in tables("markup") for sort, names in table["names"].items() for name in names}
