"""An option that names an archive: a folder of this machine, or the address of one in an object store."""

import os
from pathlib import Path
from typing import Any

import click

from crawler.remote import is_address


class ArchiveFolder(click.Path):
    """A Path for a folder that is there; an address stays a str."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, exists=True, file_okay=False)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        """As `click.Path`."""
        return value if isinstance(value, str) and is_address(value) else super().convert(value, param, ctx)
