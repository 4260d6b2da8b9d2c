"""Reading what people have: saved pages, folders of them, archives, standard input."""

from cleaners.inputs.read import read_inputs
from cleaners.inputs.source import InputLimits, Refused, Source

__all__ = ["InputLimits", "Refused", "Source", "read_inputs"]
