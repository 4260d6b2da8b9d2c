"""Plain bytes to a page, or a reason."""

import re
from dataclasses import replace

from cleaners.inputs.label import BESIDE, PAGES, Label
from cleaners.inputs.mhtml import unfold
from cleaners.inputs.saved import saved_from
from cleaners.inputs.sniff import sniff
from cleaners.inputs.source import InputLimits, Refused, Source

DOCUMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html[\s>])", re.IGNORECASE)


def read_page(data: bytes, label: Label, limits: InputLimits, charset: str | None = None) -> Source | Refused:
    """Sniff the bytes and make a Source of them; what is no page is failed if it was meant as one, else skipped."""
    if len(data) > limits.page_bytes:
        return label.failed(f"larger than {limits.page_bytes:,} bytes")
    kind, what = sniff(data)
    if kind == "mhtml":
        return _from_mhtml(data, label, limits)
    if kind in {"empty", "other"} or not _meant(data, kind, label):
        return _no_page(label, kind, what or f"a {label.suffix} file")
    return Source(
        name=label.name,
        data=data,
        kind="html" if kind == "html" else "text",
        url=saved_from(data) if kind == "html" else None,
        charset=charset,
        place=label.place,
        modified=label.modified,
    )


def _meant(data: bytes, kind: str, label: Label) -> bool:
    """Whether text or tags were meant as a page; scripts, styles and notes lie beside saved pages."""
    if label.suffix in BESIDE:
        return DOCUMENT.match(data) is not None
    return kind == "html" or label.named or label.suffix in PAGES or not label.suffix


def _no_page(label: Label, kind: str, what: str) -> Refused:
    if kind == "empty":
        return label.skipped(what)
    meant = label.named or label.suffix in PAGES
    return label.failed(f"not a page: {what}") if meant else label.skipped(f"not a page: {what}")


def _from_mhtml(data: bytes, label: Label, limits: InputLimits) -> Source | Refused:
    saved = unfold(data)
    if isinstance(saved, str):
        return label.failed(saved)
    if sniff(saved.data).kind == "mhtml":
        return label.failed("a MIME file inside a MIME file")
    page = read_page(saved.data, label, limits, saved.charset)
    if isinstance(page, Refused):
        return page
    return replace(page, url=saved.url or page.url, fetched_at=saved.saved_at)
