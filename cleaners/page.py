"""A page as an ordered tuple of text blocks over one tree that nobody changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cleaners.blocks import Block, cut, cut_text
from cleaners.decode import decode
from cleaners.errors import NotHtmlError, TooLargeError
from cleaners.options import CleanOptions


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it came from, its tree (None for a page that came flattened to text) and its blocks."""

    blocks: tuple[Block, ...]
    root: HtmlElement | None = None
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

        Raises NotHtmlError where there is nothing to parse and TooLargeError over `options.max_chars`.
        """
        options = options or CleanOptions()
        source = html if isinstance(html, str) else decode(html, charset)
        if len(source) > options.max_chars:
            raise TooLargeError(f"page of {len(source):,} characters, the limit is {options.max_chars:,}")
        root = parse_html(source)
        return cls(blocks=cut(root, options.max_blocks), root=root, url=url, source=source)

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
        return (urlsplit(self.url or "").hostname or "").removeprefix("www.")

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def parse_html(source: str) -> HtmlElement:
    """The tree of an HTML document; without `huge_tree` lxml drops text under 256 nested tags.

    Raises NotHtmlError where the source holds no element and no text.
    """
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    data = source.replace("\x00", "").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except (ValueError, SyntaxError) as error:  # lxml's ParserError is a SyntaxError
        raise NotHtmlError(f"no HTML in it: {error}") from error
