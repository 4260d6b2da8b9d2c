"""Decompression that stops while streaming."""

import io
import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
CHUNK = 65_536


class Stream(Protocol):
    """What archives are read from: an open file, a member of an archive, a gzip stream."""

    def peek(self, size: int = ..., /) -> bytes:
        """The next bytes without taking them; one at least, b"" at the end."""
        ...

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, all of them without a size."""
        ...

    def readline(self, size: int = ..., /) -> bytes:
        """Up to and with the next line end."""
        ...


class Gunzip(io.RawIOBase):
    """The plain bytes of a gzip stream of one or many members, as far as they can be had.

    Never raises on damaged data: the stream ends there and `fault` says why. NULs behind the last member, as a power
    cut leaves them, are no fault.
    """

    def __init__(self, packed: Stream, budget: int) -> None:
        """budget: how many bytes may come out before the stream is called a bomb."""
        super().__init__()
        self.fault = ""
        self._packed = packed
        self._left = budget
        self._input = b""
        self._member: zlib._Decompress | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` plain bytes, b"" at the end."""
        size = size if size > 0 else CHUNK
        while not self.fault and self._fill():
            if data := self._inflate(size):
                return data
        return b""

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As `read`, into a buffer."""
        view = memoryview(buffer)
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def _fill(self) -> bool:
        """Have input and an open member; False at the end of the stream."""
        while not self._input:
            self._input = self._packed.read(CHUNK)
            if not self._input:
                self.fault = "cut off: the compressed data ends early" if self._member else ""
                return False
            if not self._member:
                self._input = self._input.lstrip(b"\x00")
        self._member = self._member or zlib.decompressobj(31)
        return True

    def _inflate(self, size: int) -> bytes:
        member = self._member
        try:
            data = member.decompress(self._input, size) if member else b""
        except zlib.error:
            self.fault = "damaged: the compressed data does not add up"
            return b""
        if member and member.eof:
            self._input, self._member = member.unused_data.lstrip(b"\x00"), None
        elif member:
            self._input = member.unconsumed_tail
        self._left -= len(data)
        if self._left < 0:
            self.fault = "unpacks to far more than its size: a decompression bomb"
        return data
