import gzip
import sys
import tracemalloc
import zlib
from functools import partial

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from cleaners.inputs.codings import CodingError, decode

gzipped = partial(gzip.compress, mtime=0)  # the same bytes in every process, and so the same names of tests

LIMIT = 1_000_000
TEXT = b"The harbour bridge reopened on Tuesday. " * 500


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("coding", PACKERS)
def test_unpacks(coding):
    assert decode(PACKERS[coding](TEXT), [coding], LIMIT) == TEXT


def test_bare_deflate_two_members_and_mislabelled_plain_text():
    assert decode(raw_deflate(TEXT), ["deflate"], LIMIT) == TEXT
    assert decode(gzipped(TEXT) + gzipped(b"x"), ["x-gzip"], LIMIT) == TEXT + b"x"
    assert decode(TEXT, ["gzip"], LIMIT) == TEXT


def test_a_gzip_body_may_have_many_members_but_not_without_end():
    assert decode(gzipped(TEXT * 20) * 3, ["gzip"], 2 * LIMIT) == TEXT * 60
    assert decode(gzipped(b"x") * 500, ["gzip"], LIMIT) == b"x" * 500
    with pytest.raises(CodingError, match="too many gzip members") as caught:
        decode(gzipped(b"") * 20_000, ["gzip"], LIMIT)
    assert caught.value.final


def test_layers_are_undone_from_the_last():
    assert decode(brotli.compress(gzipped(TEXT)), ["gzip", "br"], LIMIT) == TEXT
    with pytest.raises(CodingError, match="too many layers"):
        decode(TEXT, ["gzip"] * 4, LIMIT)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_cut_body_is_no_body(coding):
    cut = PACKERS[coding](TEXT)[:-20]
    with pytest.raises(CodingError, match=r"cut short|broken"):
        decode(cut, [coding], LIMIT)


def test_a_prefix_is_enough_where_only_that_is_wanted():
    assert TEXT.startswith(decode(gzipped(TEXT)[:-20], ["gzip"], LIMIT, whole=False))


@pytest.mark.parametrize("coding", PACKERS)
def test_bombs_stop_at_the_limit(coding):
    bomb = brotli.compress(bytes(50_000_000), quality=1) if coding == "br" else PACKERS[coding](bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(CodingError, match="larger than the limit"):
            decode(bomb, [coding], LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 8 * LIMIT
    finally:
        tracemalloc.stop()


def test_unknown_codings_are_named():
    with pytest.raises(CodingError, match="unknown content coding"):
        decode(TEXT, ["compress"], LIMIT)
    assert decode(gzipped(TEXT), ["utf-8", "gzip"], LIMIT) == TEXT


@given(st.binary(max_size=200), st.lists(st.sampled_from(sorted(PACKERS)), max_size=2))
def test_any_bytes_unpack_or_fail_by_name(body, codings):
    try:
        assert isinstance(decode(body, codings, LIMIT), bytes)
    except CodingError:
        return
