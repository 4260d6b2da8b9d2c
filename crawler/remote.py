"""Files of object stores (s3://bucket/prefix and others that fsspec knows) beside those of this machine.

Whoever runs the command says how to get in by the environment, as with any tool of that store (for S3 AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Nothing of that is written anywhere.
"""

import fnmatch
import hashlib
import importlib
import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from cleaners import inputs
from cleaners.inputs import File, Refused, Source
from cleaners.outputs import atomic_file
from crawler.errors import SettingsError

NO_STORES = ("file", "local", "http", "https", "ftp")
CREDENTIALS = re.compile(r"(?<=://)[^/]*@")
MAGIC = re.compile(r"[*?\[]")
CHUNK = 1 << 20
DATES = ("LastModified", "last_modified", "mtime", "updated", "created")


def is_address(path: str) -> bool:
    """Whether a path names an object store and no file here."""
    return "://" in path


def shown(address: str) -> str:
    """Without what might open something."""
    return CREDENTIALS.sub("", address)


def open_folder(address: str) -> tuple[Any, str]:
    """The file system of an address or a path (an fsspec.AbstractFileSystem), and the path there.

    Raises SettingsError for a kind of address that is not known, or whose extra is not installed.
    """
    if is_address(address) and (address.partition("://")[0] in NO_STORES or "::" in address):
        raise SettingsError(f"{shown(address)}: no object store: give a path or s3://..., and fetch pages with `crawl`")
    try:
        fsspec = importlib.import_module("fsspec.core")
        found: tuple[Any, str] = fsspec.url_to_fs(address)
    except ImportError as error:
        raise SettingsError(f"{shown(address)}: needs the extra s3: pip install 'wirebrush[s3]' ({error})") from error
    except ValueError as error:
        raise SettingsError(f"{shown(address)}: {error}") from error
    return found


@contextmanager
def faults(address: str) -> Iterator[None]:
    """What libraries of object stores raise, as an OSError of one line that names the address."""
    known: list[type[Exception]] = [OSError]
    with suppress(ImportError):  # what a bucket's library raises that is none
        known.append(importlib.import_module("botocore.exceptions").BotoCoreError)
    try:
        yield
    except tuple(known) as error:
        reason = " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())
        raise OSError(getattr(error, "errno", None), shown(reason), shown(address)) from error


class RemoteFile(File):
    """One object; it is copied into a file of this machine before it is read, whole and by few requests."""

    def open(self) -> io.BufferedReader:
        """A temporary file that is gone once it is closed. Raises OSError."""
        with tempfile.TemporaryDirectory(prefix="wirebrush-", ignore_cleanup_errors=True) as folder, faults(self.name):
            copy = Path(folder, "object")
            files, path = open_folder(self.name)
            files.get_file(path, str(copy))
            return copy.open("rb")


def find(given: str, *, prefixed: bool = False) -> Iterator[File | Refused]:
    """As `cleaners.inputs.find`, for addresses too."""
    if not is_address(given):
        yield from inputs.find(given, prefixed=prefixed)
        return
    files, root = open_folder(given)
    try:
        with faults(given):
            found = _under(files, root)
    except OSError as error:
        yield Refused(name=shown(given), reason=f"cannot be listed: {error.strerror}")
        return
    if not found:
        yield Refused(name=shown(given), reason="no such object or folder, and nothing matches")
    folder = root not in found and not MAGIC.search(root)
    base = root if folder else MAGIC.split(root)[0].rpartition("/")[0]
    start = f"{PurePosixPath(root).name}/" if prefixed and folder else ""
    for path, info in sorted(found.items()):
        yield RemoteFile(
            name=files.unstrip_protocol(path),
            place=start + path.removeprefix(base.rstrip("/")).lstrip("/"),
            size=int(info.get("size") or 0),
            modified=_modified(info),
            named=not folder,
        )


def _under(files: Any, root: str) -> Mapping[str, Mapping[str, Any]]:  # noqa: ANN401 - fsspec has no types
    found = files.glob(root, detail=True) if MAGIC.search(root) else files.find(root, detail=True)
    return {path: info for path, info in found.items() if info["type"] == "file"}


def _modified(info: Mapping[str, Any]) -> float:
    when = next((info[name] for name in DATES if info.get(name)), 0.0)
    return when.timestamp() if isinstance(when, datetime) else float(when)


read_inputs: Callable[..., Iterator[Source | Refused]] = partial(inputs.read_inputs, find=find)


@contextmanager
def whole_file(output: str) -> Iterator[BinaryIO]:
    """A file or object that is there, whole, once the block ends well. Raises OSError."""
    if not is_address(output):
        with atomic_file(Path(output), sync=True) as stream:
            yield stream
        return
    files, path = open_folder(output)
    with tempfile.TemporaryDirectory(prefix="wirebrush-") as folder:
        copy = Path(folder, "object")
        with copy.open("wb") as stream:
            yield stream
        with faults(output):
            files.put_file(str(copy), path)


def put(copy: Path, address: str) -> None:
    """A file into an object store, which is seen to hold all of it when this returns. Raises OSError."""
    files, path = open_folder(address)
    with faults(address):
        files.put_file(str(copy), path)
        info = files.info(path)
        if info["size"] != copy.stat().st_size or not _is_same(files, path, str(info.get("ETag")), copy):
            raise OSError(None, "the store holds something else than was sent")


def _is_same(files: Any, path: str, tag: str, copy: Path) -> bool:  # noqa: ANN401 - fsspec has no types
    """By the MD5 that S3 tells of an object that came in one piece and is not encrypted; else it is read again."""
    with copy.open("rb") as stream:
        if hashlib.file_digest(stream, partial(hashlib.md5, usedforsecurity=False)).hexdigest() == tag.strip('"'):
            return True
        stream.seek(0)
        with files.open(path, "rb") as sent:
            return all(chunk == sent.read(CHUNK) for chunk in iter(lambda: stream.read(CHUNK), b""))


def names(folder: str, pattern: str) -> list[str]:
    """What lies in the folder of an address under names of a pattern, sorted. Raises OSError."""
    files, path = open_folder(folder)
    with faults(folder):
        return sorted(fnmatch.filter((PurePosixPath(found).name for found in files.find(path, maxdepth=1)), pattern))


def part(address: str, offset: int, length: int) -> bytes:
    """Some bytes of an object, by one request for their range. Raises OSError."""
    files, path = open_folder(address)
    with faults(address):
        return bytes(files.cat_file(path, start=offset, end=offset + length))
