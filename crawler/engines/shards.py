"""A folder, here or in an object store, with one file of records for each block: whole or not there, never twice."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pyarrow.parquet import ParquetFile

from cleaners.outputs import RecordWriter, open_records
from crawler.engines.blocks import Block
from crawler.errors import SettingsError
from crawler.remote import faults, is_address, open_folder, shown

FORMS = ("jsonl", "parquet")


@dataclass(frozen=True, slots=True)
class Shards:
    """output: a folder, which all machines must see, or an address. form: of FORMS."""

    output: str
    form: str

    def name(self, block: Block) -> str:
        """The name follows from the block alone, so that work that is done twice has one place."""
        return f"part-{block.key}.{self.form}"

    def begin(self, blocks: Collection[Block], *, force: bool) -> set[str]:
        """Make the folder; returns the names of the shards that an earlier run of the same inputs has made.

        force: forget earlier runs.

        Raises SettingsError where shards of other inputs lie there, OSError for a folder that cannot be used.
        """
        files, folder = open_folder(self.output)
        with faults(self.output):
            if not is_address(self.output):
                files.makedirs(folder, exist_ok=True)
            there = {name for path in files.find(folder, maxdepth=1) if (name := Path(path).name).startswith("part-")}
            if force:
                for name in there:
                    files.rm_file(f"{folder.rstrip('/')}/{name}")
                return set()
        if there - {self.name(block) for block in blocks}:
            raise SettingsError(
                f"{shown(self.output)}: holds shards of other inputs or another format: name another folder, or make "
                "them anew with --force"
            )
        return there

    def rows(self, block: Block) -> int:
        """How many records its shard holds. Raises OSError."""
        files, folder = open_folder(self.output)
        with faults(self.output), files.open(f"{folder.rstrip('/')}/{self.name(block)}", "rb") as stream:
            if self.form == "jsonl":
                return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
            return int(ParquetFile(stream).metadata.num_rows)

    @contextmanager
    def write(self, block: Block) -> Iterator[RecordWriter]:
        """Its shard takes its place when the block ends well. Raises OSError."""
        with tempfile.TemporaryDirectory(prefix="wirebrush-") as folder:
            copy = Path(folder, "shard")
            with copy.open("wb") as stream:
                writer = open_records(stream, self.form)
                yield writer
                writer.close()
            self._put(copy, self.name(block))

    def _put(self, copy: Path, name: str) -> None:
        """An object is whole or not there; a file takes its name once it is whole. Two who put the same do no harm."""
        files, folder = open_folder(self.output)
        folder = folder.rstrip("/")
        with faults(self.output):
            if is_address(self.output):
                files.put_file(str(copy), f"{folder}/{name}")
                return
            part = f"{folder}/.{name}.{uuid4().hex}"
            files.put_file(str(copy), part)
            Path(part).replace(f"{folder}/{name}")

    def tidy(self) -> None:
        """Away with what killed workers left beside the shards."""
        if not is_address(self.output):
            for part in Path(self.output).glob(".part-*"):
                part.unlink(missing_ok=True)
