"""Every knob of the cleaners, checked when made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanOptions:
    """How pages are cleaned.

    max_chars: longest page that is looked at, in characters after decoding; longer ones raise `TooLargeError`.
    max_blocks: a page with as many text blocks raises `TooLargeError`.
    fast: never ask trafilatura; the own judge decides alone.

    Raises ValueError for a limit under 1.
    """

    max_chars: int = 20_000_000
    max_blocks: int = 200_000
    fast: bool = False

    def __post_init__(self) -> None:
        for name in ("max_chars", "max_blocks"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
