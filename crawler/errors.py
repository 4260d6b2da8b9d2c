"""What ends a command. Every message is one line: what went wrong, with which input, what to do."""

from typing import ClassVar


class WirebrushError(Exception):
    """A fault that ends the run with one line instead of a traceback."""

    exit_code: ClassVar[int] = 3


class SettingsError(WirebrushError):
    """Wrong arguments or settings: nothing was tried (exit code 2)."""

    exit_code = 2


class UnavailableError(WirebrushError):
    """Nothing could be done: store locked or damaged, disk full, output unwritable, no network (exit code 3)."""
