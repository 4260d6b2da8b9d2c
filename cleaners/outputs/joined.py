"""Several documents in one file, as far as their format has a way to hold them."""

from typing import BinaryIO

TEI_OPENING = '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">\n'
HTML_OPENING = '<!doctype html>\n<html>\n<head><meta charset="utf-8"><title>Articles</title></head>\n<body>\n'


class Joined:
    """Writes documents of one format behind one another; a document that stays alone is written as it is.

    Text and Markdown are parted by empty lines, JSON documents by nothing; HTML becomes one page of articles, TEI a
    teiCorpus. Raises OSError.
    """

    def __init__(self, stream: BinaryIO, form: str) -> None:
        """form: as in `cleaners.render`."""
        self._stream = stream
        self._form = form
        self._first: str | None = None
        self._count = 0

    def write(self, document: str) -> None:
        """One more."""
        self._count += 1
        if self._count == 1 and self._form in {"html", "xml"}:
            self._first = document
            return
        if self._first is not None:
            self._put(HTML_OPENING if self._form == "html" else TEI_OPENING)
            self._put(self._inner(self._first))
            self._first = None
        self._put(("\n\n" if self._form in {"txt", "md"} and self._count > 1 else "") + self._inner(document))

    def close(self) -> None:
        """The end of the file; leaves the stream open."""
        if self._first is not None:
            self._put(self._first)
        elif self._count > 1 and self._form in {"html", "xml"}:
            self._put("</body>\n</html>\n" if self._form == "html" else "</teiCorpus>\n")
        self._stream.flush()

    def _inner(self, document: str) -> str:
        """Of an HTML document its article alone."""
        if self._form != "html":
            return document
        return document.partition("<body>\n")[2].rpartition("</body>")[0]

    def _put(self, text: str) -> None:
        self._stream.write(text.encode("utf-8", "replace"))
