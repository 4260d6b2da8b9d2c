"""Characters that have no place in text: they steer terminals, break XML and databases, or are no characters at all."""

import re

# C0 without tab and line feed, DEL, C1, surrogates and noncharacters of the basic plane
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# marks that reorder what is shown, and separators that end a line for some readers only
DECEIVING = re.compile("[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
SURROGATE = re.compile("[\ud800-\udfff]")


def inert(text: str) -> str:
    """The text without control characters and noncharacters; lone surrogates become U+FFFD. Joiners stay."""
    if not UNWANTED.search(text):
        return text
    return UNWANTED.sub("", SURROGATE.sub("\ufffd", text))


def printable(text: str) -> str:
    """One line that is safe on a terminal: "?" for whatever would steer it, reorder it or end the line."""
    return "".join(char if char.isprintable() and not DECEIVING.match(char) else "?" for char in " ".join(text.split()))


def without_overrides(text: str) -> str:
    """For a screen: without the marks that reorder what others wrote."""
    return OVERRIDES.sub("", text)
