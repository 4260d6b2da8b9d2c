"""Reading what people have: saved pages, folders of them, archives, standard input."""

from cleaners.inputs.read import read_file, read_inputs
from cleaners.inputs.source import InputLimits, Refused, Source
from cleaners.inputs.walk import File, find

__all__ = ["File", "InputLimits", "Refused", "Source", "find", "read_file", "read_inputs"]
