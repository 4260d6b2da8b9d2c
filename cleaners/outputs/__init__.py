"""Writing articles: one file an article in a folder, or rows in one file. Whole or not at all, and inert."""

from cleaners.outputs.atomic import atomic_file, write_text
from cleaners.outputs.joined import Joined
from cleaners.outputs.names import Names
from cleaners.outputs.records import COLUMNS, RECORDS, RecordWriter, open_records

__all__ = ["COLUMNS", "RECORDS", "Joined", "Names", "RecordWriter", "atomic_file", "open_records", "write_text"]
