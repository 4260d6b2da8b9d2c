"""Content codings undone within bounds: no more than the limit is ever unpacked, and a cut body is no body."""

import sys
import zlib
from collections.abc import Callable, Sequence

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_LAYERS = 3
MAX_MEMBERS = 10_000  # of one gzip body; who packs in parallel makes some hundred of a large one
# registered with IANA, or seen, and not asked for; any other name is a mistake ("utf-8"), which browsers pass over too
UNREADABLE = frozenset("compress x-compress exi pack200-gzip aes128gcm dcb dcz bzip2 x-bzip2 lzma x-lzma xz".split())
CHUNK = 65_536
FED = 4_096  # bytes of packed data at a time
GZIP = b"\x1f\x8b"
ACCEPTED = "gzip, deflate, br, zstd"


class CodingError(Exception):
    """The codings cannot be undone. final: nor could those of another copy; else this one may be damaged."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def decode(body: bytes, codings: Sequence[str], limit: int, *, whole: bool = True) -> bytes:
    """The body without its content codings, the last one undone first.

    limit: most bytes unpacked. whole: whether a body that is cut short is an error.

    Raises CodingError where a coding is broken or none that was asked for, there are too many, or the limit is passed.
    """
    if len(codings) > MAX_LAYERS:
        raise CodingError("too many layers of content coding", final=True)
    for coding in reversed(codings):
        if coding in UNREADABLE:
            raise CodingError("unknown content coding", final=True)
        if coding not in UNPACKERS:
            continue
        try:
            body, complete = UNPACKERS[coding](body, limit)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise CodingError("broken content coding") from error
        if whole and not complete:
            raise CodingError("the compressed body is cut short")
    return body


def _pieces(unpack: Callable[[], bytes], limit: int) -> bytes:
    """Call `unpack` until nothing more comes."""
    parts: list[bytes] = []
    size = 0
    while piece := unpack():
        parts.append(piece)
        size += len(piece)
        if size > limit:
            raise CodingError("larger than the limit when unpacked", final=True)
    return b"".join(parts)


def _gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Every member of a gzip file (RFC 1952); a body that is none was mislabelled and comes back as it is."""
    if not body.startswith(GZIP):
        return body, True
    parts: list[bytes] = []
    at, complete = 0, True
    while body.startswith(GZIP, at) and complete:
        if len(parts) == MAX_MEMBERS:
            raise CodingError("too many gzip members", final=True)
        part, at, complete = _zlib(body, at, zlib.MAX_WBITS | 16, limit)
        limit -= len(part)
        parts.append(part)
    return b"".join(parts), complete


def _inflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Deflate with its zlib frame, or bare as some servers send it."""
    try:
        part, _, complete = _zlib(body, 0, zlib.MAX_WBITS, limit)
    except zlib.error:
        part, _, complete = _zlib(body, 0, -zlib.MAX_WBITS, limit)
    return part, complete


def _zlib(body: bytes, at: int, wbits: int, limit: int) -> tuple[bytes, int, bool]:
    """One stream that begins at `at`; where it ends, and whether it does."""
    stream = zlib.decompressobj(wbits)

    def unpack() -> bytes:
        nonlocal at
        piece = b""
        while not piece and not stream.eof:
            before = at
            piece, at = inflate(stream, body, at, CHUNK)
            if at == before:
                break
        return piece

    plain = _pieces(unpack, limit)
    return plain, at, stream.eof


def inflate(stream: "zlib._Decompress", body: bytes, at: int, most: int) -> tuple[bytes, int]:
    """The next plain bytes of a stream that goes on at `at`, and where it goes on then.

    Fed in small pieces, since the library copies what it does not take: a body may be a million streams.
    """
    fed = body[at : at + FED]
    piece = stream.decompress(fed, most)
    return piece, at + len(fed) - len(stream.unused_data if stream.eof else stream.unconsumed_tail)


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    rest = [body]

    def unpack() -> bytes:
        if stream.is_finished():
            return b""
        piece: bytes = stream.process(rest.pop() if rest else b"", output_buffer_limit=CHUNK)
        return piece

    return _pieces(unpack, limit), stream.is_finished()


def _unzstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    stream = zstd.ZstdDecompressor()
    rest = [body]

    def unpack() -> bytes:
        if stream.eof:
            return b""
        return stream.decompress(rest.pop() if rest else b"", CHUNK)

    return _pieces(unpack, limit), stream.eof


UNPACKERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
