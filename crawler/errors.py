"""What ends a command. Every message is one line: what went wrong, with which input, what to do."""

from collections.abc import Sequence
from typing import ClassVar


class WirebrushError(Exception):
    """A fault that ends the run with one line instead of a traceback."""

    exit_code: ClassVar[int] = 3

    @property
    def lines(self) -> tuple[str, ...]:
        """What is printed: one line, unless several things are wrong at once."""
        return (str(self),)


class SettingsError(WirebrushError):
    """Wrong arguments or settings: nothing was tried (exit code 2)."""

    exit_code = 2


class MistakesError(SettingsError):
    """Several mistakes in one file, all told at once."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = tuple(mistakes)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a mistake."""
        return self.mistakes


class UnavailableError(WirebrushError):
    """Nothing could be done: store locked or damaged, disk full, output unwritable, no network (exit code 3)."""


class BusyError(UnavailableError):
    """Other crawls have all that was wanted: nothing is wrong, and they can be waited for."""
