"""Whether two texts are one story told twice: wire copy, reprints, the same article under two addresses.

MinHash over word shingles with banding (Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
section 3.4) finds the few texts that are worth a comparison; the comparison itself is exact. Being right comes before
finding all: short texts are left out, and texts that share their words but not their numbers (weather, markets, results
of another day) are different stories.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from rensa import RMinHash

from cleaners.article import Article

WORD = re.compile(r"\w+")
SHINGLE = 4  # words
LEAST_WORDS = 60
BANDS, ROWS = 20, 6  # half of all pairs with a likeness of 0.59 are compared, 98 % with 0.75
SEED = 1
LIKENESS = 0.75  # share of all shingles of two texts that both have
NUMBERS_ALIKE = 0.6  # the same share of their numbers, where there are several
FEW_NUMBERS = 3


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return WORD.findall(text.casefold())


def band_keys(text: Sequence[str]) -> list[int]:
    """64-bit keys (signed) of a text's words: texts that share one are worth a comparison. None for a short text."""
    if len(text) < LEAST_WORDS:
        return []
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(list(_shingles(text)))
    signature = struct.pack(f">{BANDS * ROWS}Q", *minhash.digest())
    head = f"{RMinHash.ALGORITHM_VERSION}".encode()  # another algorithm's keys are other keys
    size = len(signature) // BANDS
    return [_key(head, band, signature[band * size : (band + 1) * size]) for band in range(BANDS)]


def fingerprint(article: Article) -> list[int]:
    """The keys of an article's text."""
    return band_keys(words(article.text))


def alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two texts, as words, tell the same story in nearly the same words."""
    if min(len(first), len(second)) < LEAST_WORDS:
        return False
    if _share(set(_shingles(first)), set(_shingles(second))) < LIKENESS:
        return False
    numbers = [{word for word in text if any(char.isdigit() for char in word)} for text in (first, second)]
    return min(map(len, numbers)) < FEW_NUMBERS or _share(*numbers) >= NUMBERS_ALIKE


def _shingles(text: Sequence[str]) -> Iterator[str]:
    return map(" ".join, zip(*(text[at:] for at in range(SHINGLE)), strict=False))


def _share(first: set[str], second: set[str]) -> float:
    """Jaccard's likeness of two sets."""
    return len(first & second) / (len(first | second) or 1)


def _key(head: bytes, band: int, rows: bytes) -> int:
    return int.from_bytes(blake2b(rows, digest_size=8, key=head, salt=band.to_bytes(2)).digest(), signed=True)
