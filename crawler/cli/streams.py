"""Standard streams that are there, whoever started the command: some daemons close them."""

import os
import sys

# what goes to a closed standard output is lost, and its writer hears of it: a device that cannot be written to
STREAMS = (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))


def open_streams() -> None:
    """Open the closed ones on nothing; the next file that is opened would take their numbers, and what is said."""
    for number, (name, flags, mode) in enumerate(STREAMS):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace"))  # noqa: PTH123, SIM115


def forget_output() -> None:
    """Drop what could not be written to standard output: the end of the program would fail on it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.close(nothing)
