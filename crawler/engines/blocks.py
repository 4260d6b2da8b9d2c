"""Inputs in blocks of about one size: what is handed out, and done again, as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from cleaners.inputs import File, InputLimits, Refused, Source, read_file
from crawler.engines.parts import Part, parts
from crawler.remote import find

BYTES, FILES = 16_000_000, 500  # of small files; a file that is longer is a block of its own, or a WARC file many
MOST_PARTS = 1_000  # about: where files are so many, cutting them costs more than it brings


@dataclass(frozen=True, slots=True)
class Block:
    """Files, or parts of them, that are cleaned together."""

    files: tuple[File, ...]

    @property
    def key(self) -> str:
        """The same for the same files in the same state, whoever works on them and however often."""
        state = "\n".join(f"{file.name} {file.size} {file.modified}{_start(file)}" for file in self.files)
        return blake2b(state.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()

    def read(self) -> Iterator[Source | Refused]:
        """The pages of the files, in their order."""
        for file in self.files:
            yield from read_file(file, InputLimits())


def cut(paths: Sequence[str]) -> tuple[list[Block], list[Refused]]:
    """The files under files, folders and addresses as blocks; and what is no file."""
    found = [each for given in paths for each in find(given, prefixed=len(paths) > 1)]
    refused = [each for each in found if isinstance(each, Refused)]
    files = [each for each in found if isinstance(each, File)]
    length = max(BYTES, sum(file.size for file in files) // MOST_PARTS)
    return list(_blocks(each for file in files for each in parts(file, length))), refused


def _start(file: File) -> str:
    return f" {file.start}" if isinstance(file, Part) else ""


def _blocks(files: Iterable[File]) -> Iterator[Block]:
    held: list[File] = []
    for file in files:
        if held and (len(held) >= FILES or sum(each.size for each in held) + file.size > BYTES):
            yield Block(tuple(held))
            held = []
        held.append(file)
    if held:
        yield Block(tuple(held))
