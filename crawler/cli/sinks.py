"""Where cleaned articles go: standard output, one file, or a folder with a file for each."""

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from cleaners.characters import without_overrides
from cleaners.inputs import Source
from cleaners.outputs import RECORDS, Joined, Names, open_records, write_text
from cleaners.render import DOCUMENTS
from cleaners.worker import Outcome
from crawler.errors import SettingsError
from crawler.remote import is_address, shown, whole_file

FORMATS = (*DOCUMENTS, *RECORDS)


class Sink(Protocol):
    """Takes outcomes that hold an article, in the order of the sources it agreed to.

    form: the document format that outcomes must bring along, None where the record alone is needed.
    """

    form: str | None

    def wants(self, source: Source) -> bool:
        """False where an earlier run has done this one already."""
        ...

    def add(self, outcome: Outcome) -> None:
        """One outcome, with or without an article. Raises OSError."""
        ...


@contextmanager
def open_sink(output: str | None, form: str | None, *, force: bool) -> Iterator[Sink]:
    """The sink for -o and --format; what it writes takes its place when the block ends well.

    Raises SettingsError for a format that does not exist or does not fit the output.
    """
    if output is None or output == "-":
        with _standard_output(form or "txt") as sink:
            yield sink
        return
    path = Path(output)
    if is_address(output):
        if output.endswith("/") or not path.suffix:
            raise SettingsError(
                f"{shown(output)}: a folder of an object store takes no files: name one, as .../all.jsonl"
            )
    elif _is_folder(output, path, form):
        yield FolderSink(path, _document_format(form), force=force)
        return
    with whole_file(output) as stream, _opened(stream, form or _inferred(path), terminal=False) as sink:
        yield sink


@contextmanager
def _standard_output(form: str) -> Iterator[Sink]:
    try:
        with _opened(sys.stdout.buffer, form, terminal=sys.stdout.isatty()) as sink:
            yield sink
    except OSError as error:
        if error.filename is None and not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "standard output") from error
        raise


def _is_folder(output: str, path: Path, form: str | None) -> bool:
    if path.exists():
        return path.is_dir()
    return output.endswith(("/", "\\")) or (not path.suffix and form not in RECORDS)


def _document_format(form: str | None) -> str:
    if form in RECORDS:
        raise SettingsError(f"{form} is one file for all articles: give -o a file, not a folder")
    return form or "txt"


def _inferred(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    form = {"htm": "html", "text": "txt", "markdown": "md", "ndjson": "jsonl", "tei": "xml"}.get(suffix, suffix)
    if form and form not in FORMATS:
        raise SettingsError(f"{path}: no format goes by that name; name one with --format ({', '.join(FORMATS)})")
    return form or "txt"


@contextmanager
def _opened(stream: BinaryIO, form: str, *, terminal: bool) -> Iterator[Sink]:
    sink = RecordSink(stream, form) if form in RECORDS else DocumentSink(stream, form, terminal=terminal)
    yield sink
    sink.close()


class RecordSink:
    """Rows in one file."""

    form: str | None = None

    def __init__(self, stream: BinaryIO, form: str) -> None:
        self._writer = open_records(stream, form)

    def wants(self, source: Source) -> bool:
        """Every source: the file is made anew."""
        return True

    def add(self, outcome: Outcome) -> None:
        """A row for an article with text."""
        if outcome.article and outcome.article.text:
            self._writer.write(outcome.article.as_record())

    def close(self) -> None:
        """Complete the file."""
        self._writer.close()


class DocumentSink:
    """Documents one behind the other."""

    def __init__(self, stream: BinaryIO, form: str, *, terminal: bool) -> None:
        """terminal: take out what would reorder the text on a screen."""
        self.form: str | None = form
        self._stream = stream
        self._terminal = terminal
        self._joined = Joined(stream, form)

    def wants(self, source: Source) -> bool:
        """Every source: the file is made anew."""
        return True

    def add(self, outcome: Outcome) -> None:
        """The document, at once, for whoever reads along."""
        if outcome.document:
            self._joined.write(without_overrides(outcome.document) if self._terminal else outcome.document)
            self._stream.flush()

    def close(self) -> None:
        """Complete the file."""
        self._joined.close()


class FolderSink:
    """A file for each article. A file that is newer than its input is done."""

    def __init__(self, folder: Path, form: str, *, force: bool) -> None:
        """Raises OSError where the folder cannot be made."""
        self.form: str | None = form
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._force = force
        self._names = Names(f".{form}")
        self._expected: deque[Path] = deque()

    def wants(self, source: Source) -> bool:
        """Whether its file is missing, or older than the input."""
        path = self._folder / self._names.take(source.place)
        if not self._force and source.modified and _is_newer(path, source.modified):
            return False
        self._expected.append(path)
        return True

    def add(self, outcome: Outcome) -> None:
        """Write the file; a page without text has none."""
        path = self._expected.popleft()
        if outcome.document:
            write_text(path, outcome.document)


def _is_newer(path: Path, modified: float) -> bool:
    """Whether a file is there with something in it: a power cut may leave an empty one."""
    status = path.stat() if path.is_file() else None
    return status is not None and status.st_size > 0 and status.st_mtime >= modified
