"""File names that are safe on Linux, macOS and Windows, made of names that are safe on none."""

import re
import unicodedata
from hashlib import blake2b

from cleaners.inputs.label import PAGES

LONGEST_PART = 120  # bytes; file systems allow 143 to 255
LONGEST = 600  # bytes of the whole; with the folder in front it stays under 1,024
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
# with an extension or without, these open devices on Windows
DEVICES = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$")
SHOWN = frozenset("LMNPS")  # first letters of the Unicode categories that a name may hold: letters, marks, numbers, ...


class Names:
    """Gives each input a path of its own below the output folder, the same in each run over the same inputs.

    Paths differ in more than case and Unicode form, as macOS and Windows fold both, and none is a folder of another.
    """

    def __init__(self, suffix: str) -> None:
        """suffix: of the output format, with its dot."""
        self._suffix = suffix
        self._files: set[int] = set()
        self._folders: set[int] = set()
        self._again: dict[int, int] = {}

    def take(self, place: str) -> str:
        """A free relative path for an input; place: as in `Source`, whatever is in it."""
        *folders, name = _parts(place)
        path = ""
        for folder in folders:
            path = self._free(path + folder, "", self._files, place) + "/"
            self._folders.add(_key(path[:-1]))
        taken = self._free(path + name, self._suffix, self._files | self._folders, place)
        self._files.add(_key(taken))
        return taken

    def _free(self, stem: str, suffix: str, taken: set[int], place: str) -> str:
        """The stem with the suffix, and with a digest of the place between them where that is taken.

        A place that comes again and again, as an address in an archive does, is numbered in its digest.
        """
        path = stem + suffix
        first = _key(path)
        number = self._again.get(first, 0)
        while _key(path) in taken:
            told = f"{place}\n{number}" if number else place
            path = f"{stem}-{blake2b(told.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}{suffix}"
            number += 1
        if path != stem + suffix:
            self._again[first] = number
        return path


def _parts(place: str) -> list[str]:
    """Folders and stem, each of them safe; a path that is too long keeps its last part alone."""
    raw = [part for part in place.split("/") if part not in {"", ".", ".."}] or ["page"]
    parts = [_safe(part) for part in [*raw[:-1], _stem(raw[-1])]]
    return parts if sum(len(part.encode()) + 1 for part in parts) <= LONGEST else parts[-1:]


def _stem(name: str) -> str:
    """Without the suffixes of saved pages: the output has its own."""
    stem = name.removesuffix(".gz")
    dot = stem.rfind(".")
    return stem[:dot] if dot > 0 and stem[dot:].lower() in PAGES else stem


def _safe(part: str) -> str:
    text = unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode())
    text = "".join(char if char == " " or unicodedata.category(char)[0] in SHOWN else "_" for char in text)
    text = FORBIDDEN.sub("_", text)
    if text.startswith((".", "-", "~", " ")):
        text = "_" + text[1:]
    if DEVICES.match(text.partition(".")[0].rstrip()):
        text = "_" + text
    return text.encode()[:LONGEST_PART].decode("utf-8", "ignore").rstrip(". ") or "_"


def _key(path: str) -> int:
    """Equal for paths that a file system may take for one."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    return int.from_bytes(blake2b(unicodedata.normalize("NFKC", folded).encode(), digest_size=8).digest())
