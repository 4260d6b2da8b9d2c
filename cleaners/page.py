"""A page as an ordered tuple of text blocks over one tree that nobody changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from lxml.etree import Element, HTMLParser, LxmlError, _Element, fromstring

from cleaners.blocks import Block, cut, cut_text
from cleaners.decode import with_utf8
from cleaners.errors import NotHtmlError, TooLargeError
from cleaners.options import CleanOptions
from cleaners.taming import flatten, release, tame


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it came from, its tree (None for a page that came flattened to text) and its blocks."""

    blocks: tuple[Block, ...]
    root: _Element | None = None
    url: str | None = None
    source: str = ""

    @classmethod
    def parse(
        cls,
        html: str | bytes,
        *,
        url: str | None = None,
        charset: str | None = None,
        options: CleanOptions | None = None,
    ) -> Self:
        """Decode, parse once and cut into blocks.

        charset: what an HTTP header said; it loses to a byte order mark only.

        Raises NotHtmlError where there is nothing to parse and TooLargeError over a limit of the options.
        """
        options = options or CleanOptions()
        source, data = (html, None) if isinstance(html, str) else with_utf8(html, charset)
        if len(source) > options.max_chars:
            raise TooLargeError(f"page of {len(source):,} characters, the limit is {options.max_chars:,}")
        root, source = parse_html(source, data)
        blocks = cut(root, options.max_blocks)
        if len(blocks) == options.max_blocks:
            raise TooLargeError(f"page of {options.max_blocks:,} text blocks or more")
        return cls(blocks=blocks, root=root, url=url, source=source)

    @classmethod
    def from_text(cls, text: str, *, url: str | None = None, options: CleanOptions | None = None) -> Self:
        """A page that was flattened to text before it came here: one block a paragraph or line.

        Raises TooLargeError over `options.max_chars`.
        """
        options = options or CleanOptions()
        if len(text) > options.max_chars:
            raise TooLargeError(f"text of {len(text):,} characters, the limit is {options.max_chars:,}")
        return cls(blocks=cut_text(text, options.max_blocks), url=url, source=text)

    @property
    def host(self) -> str:
        """The host of the address in lower case, without "www."; empty where there is no address."""
        try:
            return (urlsplit(self.url or "").hostname or "").removeprefix("www.")
        except ValueError:  # "http://[::1"
            return ""

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def parse_html(source: str, data: bytes | None = None) -> tuple[_Element, str]:
    """The tree of an HTML document, and the source as it was parsed; without any element the tree is empty.

    data: the source in UTF-8, where that is known.

    Raises NotHtmlError where the parser gives up.
    """
    data = _utf8(source) if data is None else data
    tamed = tame(source.replace("\x00", "") if b"\x00" in data else source)
    root, whole = _parse(data if tamed is source else _utf8(tamed))
    if whole:
        return root, tamed
    flat = flatten(tamed)
    return _parse(_utf8(flat))[0], flat


def _utf8(source: str) -> bytes:
    return source.encode("utf-8", "replace")


def _parse(data: bytes) -> tuple[_Element, bool]:
    """The tree, and whether it was not nested too deeply for libxml2; without `huge_tree` 256 tags would be.

    Plain lxml.etree, since lxml.html looks up a class in Python for each element that a walk meets.
    """
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = fromstring(data, parser=parser)
    except (ValueError, LxmlError) as error:
        raise NotHtmlError(f"cannot be parsed: {error}") from error
    if root is None:  # nothing in it but comments, a doctype, white space
        root = Element("html")
    for behind in list(root.itersiblings()):  # the parser makes a tree of its own of what stands behind </html>
        behind.tag = "body"
        root.append(behind)
    release(root)
    return root, all(entry.type_name != "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
