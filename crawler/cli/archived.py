"""An option that names an archive: a folder of this machine, or the address of one in an object store."""

import os
from pathlib import Path
from typing import Any

import click

from crawler.remote import is_address, open_folder


class ArchiveFolder(click.Path):
    """A Path for a folder, or for one that is there; an address stays a str, and its kind must be one that is known."""

    def __init__(self, *, exists: bool) -> None:
        super().__init__(path_type=Path, exists=exists, file_okay=False)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        """As `click.Path`. Raises SettingsError."""
        if isinstance(value, str) and is_address(value):
            open_folder(value)
            return value
        return super().convert(value, param, ctx)


to_archive = click.option(
    "--archive",
    type=ArchiveFolder(exists=False),
    metavar="DIR",
    help="A folder for the raw pages, as WARC files, or an address such as s3://bucket/folder.",
)
