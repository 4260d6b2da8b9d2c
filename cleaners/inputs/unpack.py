"""Decompression that stops while streaming."""

import io
import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
MEMBER = GZIP + b"\x08"  # with the only method there is
RECORD = b"WARC/"
CHUNK = 65_536
HELD = 8_000_000  # bytes of a member that wait for its checksum; records of archives are shorter


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

    Never raises on damaged data: the stream ends there, `fault` says why, and `resume` goes on behind it. Of a damaged
    member nothing is given out, up to `HELD` bytes: its checksum comes last. NULs behind the last member, as a power
    cut leaves them, are no fault.

    Before a member that begins with a WARC record, but for the first member, one read says that the stream has ended,
    and the next one goes on: a record that claims to be longer than its member must not take the next one for its own.
    """

    def __init__(self, packed: Stream, budget: int) -> None:
        """budget: how many bytes may come out before the stream is called a bomb."""
        super().__init__()
        self.fault = ""
        self._packed = packed
        self._left = budget
        self._input = b""
        self._member: zlib._Decompress | None = None
        self._held = bytearray()
        self._ready = io.BytesIO()
        self._released = False
        self._behind = False  # another member, and nothing of this one was released
        self._pause = False

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` plain bytes, b"" at the end."""
        size = size if size > 0 else CHUNK
        while not (data := self._ready.read(size)) and not self.fault and self._fill():
            self._inflate()
            if self._pause:
                self._pause = False
                return b""
        return data or self._ready.read(size)

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """As `read`, into a buffer."""
        view = memoryview(buffer)
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def resume(self) -> bool:
        """Go on at the next member behind a fault; False where there is none, or nothing more may come out."""
        if self._left < 0:
            return False
        self.fault, self._member = "", None
        self._input = self._input[1:]
        while (start := self._input.find(MEMBER)) < 0:
            more = self._packed.read(CHUNK)
            if not more:
                return False
            self._input = self._input[-len(MEMBER) + 1 :] + more
        self._input = self._input[start:]
        return True

    def _fill(self) -> bool:
        """Have input and an open member; False at the end of the stream."""
        while not self._input:
            self._input = self._packed.read(CHUNK)
            if not self._input:
                self.fault = "cut off: the compressed data ends early" if self._member else ""
                self._release()
                return False
            if not self._member:
                self._input = self._input.lstrip(b"\x00")
        if not self._member:
            self._member, self._behind = zlib.decompressobj(31), self._released
        return True

    def _inflate(self) -> None:
        member = self._member or zlib.decompressobj(31)
        try:
            data = member.decompress(self._input, CHUNK)
        except zlib.error:
            self.fault = "damaged: the compressed data does not add up"
            self._held.clear()
            return
        self._held += data
        self._left -= len(data)
        if self._left < 0:
            self.fault = "unpacks to far more than its size: a decompression bomb"
        if member.eof:
            self._input, self._member = member.unused_data.lstrip(b"\x00"), None
        else:
            self._input = member.unconsumed_tail
        if member.eof or self.fault or len(self._held) > HELD:
            self._release()

    def _release(self) -> None:
        self._pause = self._behind and self._held.startswith(RECORD)
        self._released, self._behind = True, False
        self._ready = io.BytesIO(bytes(self._held))
        self._held.clear()
